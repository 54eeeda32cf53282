"""Building forms at the desk: for administrators, field by field, without programming."""
