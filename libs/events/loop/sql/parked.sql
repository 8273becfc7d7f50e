select partition, state from states where kind = 'parking' order by partition
