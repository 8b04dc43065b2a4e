"""Tables of any format: their header rows, and the field of each column."""
