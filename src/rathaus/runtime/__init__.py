"""Starting and stopping the processes: the embedded database, web server, worker, and the demo around them."""
