"""The pages: the register of devices, one device and its permission, and a lost one."""
