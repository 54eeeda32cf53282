"""From the start button to the receipt."""
