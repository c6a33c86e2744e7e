// Every page works without this file. It only saves steps.
