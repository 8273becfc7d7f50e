"""Plans: items that are paid in instalments, and left alone as long as these are kept."""
