from jixiao.people.policy import By, Console, Forbidden, Refused, require  # for one hour, while everybody moves over

__all__ = ["By", "Console", "Forbidden", "Refused", "require"]
