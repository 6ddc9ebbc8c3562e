"""Quality of mosaics: simulated truth, real data with a date left out."""
