import Reception
