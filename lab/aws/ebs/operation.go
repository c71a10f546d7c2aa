package ebs

import (
	"net/http"
	"strconv"
	"strings"
)

// operation is a request's method and path, understood. Paths: the model's requestUri of each operation.
type operation struct {
	name       string
	snapshotID string
	blockIndex int
}

func parseOperation(method, path string) (operation, bool) {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if parts[0] != "snapshots" {
		return operation{}, false
	}
	switch {
	case method == http.MethodPost && len(parts) == 1:
		return operation{name: "StartSnapshot"}, true
	case method == http.MethodPost && len(parts) == 3 && parts[1] == "completion":
		return operation{name: "CompleteSnapshot", snapshotID: parts[2]}, true
	case method == http.MethodGet && len(parts) == 3 && parts[2] == "blocks":
		return operation{name: "ListSnapshotBlocks", snapshotID: parts[1]}, true
	case method == http.MethodGet && len(parts) == 3 && parts[2] == "changedblocks":
		return operation{name: "ListChangedBlocks", snapshotID: parts[1]}, true
	case len(parts) == 4 && parts[2] == "blocks":
		index, err := strconv.ParseInt(parts[3], 10, 32)
		if err != nil {
			index = -1
		}
		at := operation{snapshotID: parts[1], blockIndex: int(index)}
		switch method {
		case http.MethodPut:
			at.name = "PutSnapshotBlock"
		case http.MethodGet:
			at.name = "GetSnapshotBlock"
		}
		return at, at.name != ""
	}
	return operation{}, false
}
