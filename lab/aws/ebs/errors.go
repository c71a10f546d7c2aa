package ebs

import (
	"net/http"

	"github.com/migrationconnector/lab/aws/wire"
)

// The reasons of ValidationException, ResourceNotFoundException and RequestThrottledException, by the service model.
const (
	invalidParameterValue = "INVALID_PARAMETER_VALUE"
	invalidSnapshotID     = "INVALID_SNAPSHOT_ID"
	invalidVolumeSize     = "INVALID_VOLUME_SIZE"
	invalidBlock          = "INVALID_BLOCK"
	invalidBlockToken     = "INVALID_BLOCK_TOKEN"
	invalidPageToken      = "INVALID_PAGE_TOKEN"
	invalidCustomerKey    = "INVALID_CUSTOMER_KEY"
	invalidTag            = "INVALID_TAG"
	unrelatedSnapshots    = "UNRELATED_SNAPSHOTS"
	conflictingUpdate     = "CONFLICTING_BLOCK_UPDATE"
	writeRequestTimeout   = "WRITE_REQUEST_TIMEOUT"
	accountThrottled      = "ACCOUNT_THROTTLED"
	resourceThrottled     = "RESOURCE_LEVEL_THROTTLE"
)

func invalid(reason, format string, arguments ...any) error {
	refused := wire.Refuse(http.StatusBadRequest, "ValidationException", format, arguments...)
	refused.Reason = reason
	return refused
}

func notFound(id string) error {
	refused := wire.Refuse(http.StatusNotFound, "ResourceNotFoundException", "The snapshot '%s' does not exist.", id)
	refused.Reason = "SNAPSHOT_NOT_FOUND"
	return refused
}

// throttled is HTTP 400 by the service model, not 429.
func throttled(reason string) error {
	refused := wire.Refuse(http.StatusBadRequest, "RequestThrottledException", "Request rate limit exceeded.")
	refused.Reason = reason
	return refused
}
