"""WHERE: the grid, the maps, the transport network, distances and what they cost."""
