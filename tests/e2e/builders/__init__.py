"""Documents and bank files of the stories: small, made by hand, written by the simulator."""
