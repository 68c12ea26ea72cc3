def greeted(name):
    return {"name": name, "changes": {}, "result": True, "comment": "was greeted: {}".format(name)}
