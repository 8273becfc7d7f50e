"""The wheel `relance-contracts`: what services say, for those who read it elsewhere."""
