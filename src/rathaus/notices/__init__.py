"""Letters, notices and receipts as PDF/UA-1 and PDF/A-3a. The door is `service`."""
