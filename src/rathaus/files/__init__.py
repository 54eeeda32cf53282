"""Files that people hand in and that the town hall issues: checked, scanned, stored. The door is `service`."""
