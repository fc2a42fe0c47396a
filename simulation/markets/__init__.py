"""Where agents meet: goods, inputs, labour, land, credit and the choice of a place."""
