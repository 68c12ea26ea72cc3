def smoke_grain():
    return {"smoke_grain": "from the master"}
