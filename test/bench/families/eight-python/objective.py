def evaluate(configuration, fidelity, seed, instance, context):
    x = configuration
    metrics = {
        "valid_error": x["x0"] + x["x1"],
        "test_error": x["x2"] * x["x3"] + x["x4"] * x["x5"],
        "train_error": x["x6"] * x["x7"],
        "size": fidelity["epoch"],
    }
    return {"metrics": metrics, "cost": fidelity["epoch"]}
