# The least that a JSON-RPC guest can be: a line in, the objective, a line out. No checks, no deadline, no cancel.
import json
import os
import socket
import sys

sys.path.insert(0, os.environ["HPORT_FAMILY"])
from objective import evaluate

connection = socket.socket(socket.AF_UNIX)
connection.connect(os.environ["HPORT_SOCKET"])
rest = b""
while chunk := connection.recv(65536):
    *lines, rest = (rest + chunk).split(b"\n")
    answers = []
    for line in lines:
        request = json.loads(line)
        params = request["params"]
        result = evaluate(params["configuration"], params["fidelity"], params["seed"], params["instance"], None)
        answers.append(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}) + "\n")
    if answers:
        connection.sendall("".join(answers).encode())
