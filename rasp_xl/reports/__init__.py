"""What goes out at the end; decides no number."""
