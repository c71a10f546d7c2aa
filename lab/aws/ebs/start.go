package ebs

import (
	"cmp"
	"maps"
	"net/http"
	"regexp"
	"strings"

	"github.com/migrationconnector/lab/aws/gate"
	"github.com/migrationconnector/lab/aws/wire"
)

const (
	maxVolumeGiB   = 65536
	minTimeout     = 10
	maxTimeout     = 4320
	defaultTimeout = 60
	maxClientToken = 64
	maxDescription = 255
	maxTags        = 50
	maxTagKey      = 127
	maxTagValue    = 255
)

// StartRequest is what StartSnapshot asks for; sizes in GiB, times in minutes.
type StartRequest struct {
	VolumeSize       int
	ParentSnapshotID string
	Tags             map[string]string
	Description      string
	ClientToken      string
	Encrypted        *bool
	KmsKeyARN        string
	Timeout          int
}

func (r *StartRequest) equal(other *StartRequest) bool {
	return r.VolumeSize == other.VolumeSize && r.ParentSnapshotID == other.ParentSnapshotID &&
		maps.Equal(r.Tags, other.Tags) && r.Description == other.Description &&
		r.KmsKeyARN == other.KmsKeyARN && r.Timeout == other.Timeout &&
		(r.Encrypted == nil) == (other.Encrypted == nil) && (r.Encrypted == nil || *r.Encrypted == *other.Encrypted)
}

// Start makes a pending snapshot, or answers with the one that the same ClientToken made before.
func (s *Store) Start(request StartRequest) (View, error) {
	settings := s.settings.get()
	if !s.starts.admit(settings.Quotas.StartsPerSecond, s.clock()) {
		return View{}, throttled(accountThrottled)
	}
	if request.Timeout == 0 {
		request.Timeout = defaultTimeout
	}
	if err := s.checkStart(&request); err != nil {
		return View{}, err
	}
	// One start at a time, so that two calls with one token can't both make a snapshot.
	s.starting.Lock()
	defer s.starting.Unlock()
	if earlier, known := s.startedBy(request.ClientToken); known {
		if !earlier.spec.equal(&request) {
			return View{}, wire.Refuse(http.StatusConflict, "ConflictException",
				"The client token was used before with other parameters.")
		}
		return earlier.describe(s.Now()), nil
	}
	parent, err := s.checkParent(&request)
	if err != nil {
		return View{}, err
	}
	if limit := settings.Quotas.PendingSnapshots; limit > 0 && s.pendingCount() >= limit {
		return View{}, wire.Refuse(http.StatusBadRequest, "ConcurrentLimitExceededException",
			"The account has %d pending snapshots, which is its limit.", limit)
	}
	made, err := s.add(request, parent, func(x *snapshot) {
		x.discarded = settings.Discard
		switch {
		case parent != nil:
			x.encrypted, x.kmsKeyARN = parent.encrypted, parent.kmsKeyARN
		case settings.EncryptionByDefault || (request.Encrypted != nil && *request.Encrypted):
			x.encrypted, x.kmsKeyARN = true, cmp.Or(request.KmsKeyARN, s.DefaultKeyARN())
		}
	})
	if err != nil {
		return View{}, err
	}
	if request.ClientToken != "" {
		s.mu.Lock()
		s.byToken[request.ClientToken] = made
		s.mu.Unlock()
	}
	return made.describe(s.Now()), nil
}

func (s *Store) startedBy(token string) (*snapshot, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	earlier, known := s.byToken[token]
	return earlier, known && token != ""
}

func (s *Store) pendingCount() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	count, now := 0, s.Now()
	for _, x := range s.snapshots {
		if x.state(now) == Pending {
			count++
		}
	}
	return count
}

var keyARN = regexp.MustCompile(`^arn:aws[a-z-]*:kms:([^:]*):([0-9]{12}):key/.+$`)

func (s *Store) checkStart(r *StartRequest) error {
	if r.VolumeSize < 1 || r.VolumeSize > maxVolumeGiB {
		return invalid(invalidVolumeSize, "VolumeSize is 1 to %d GiB.", maxVolumeGiB)
	}
	if r.Timeout < minTimeout || r.Timeout > maxTimeout {
		return invalid(invalidParameterValue, "Timeout is %d to %d minutes.", minTimeout, maxTimeout)
	}
	if len(r.ClientToken) > maxClientToken || strings.ContainsAny(r.ClientToken, " \t\r\n") {
		return invalid(invalidParameterValue, "ClientToken has up to %d characters and no white space.", maxClientToken)
	}
	if len(r.Description) > maxDescription {
		return invalid(invalidParameterValue, "Description has up to %d characters.", maxDescription)
	}
	if err := checkTags(r.Tags); err != nil {
		return err
	}
	if r.ParentSnapshotID != "" && (r.Encrypted != nil || r.KmsKeyARN != "") {
		return invalid(invalidParameterValue, "ParentSnapshotId and Encrypted or KmsKeyArn exclude each other.")
	}
	if r.KmsKeyARN == "" {
		return nil
	}
	if r.Encrypted == nil || !*r.Encrypted {
		return invalid(invalidParameterValue, "KmsKeyArn needs Encrypted.")
	}
	if parts := keyARN.FindStringSubmatch(r.KmsKeyARN); parts == nil || parts[1] != s.region || parts[2] != gate.AccountID {
		return invalid(invalidCustomerKey, "The KMS key does not exist in this account and region.")
	}
	return nil
}

func checkTags(tags map[string]string) error {
	if len(tags) > maxTags {
		return invalid(invalidTag, "A snapshot has up to %d tags.", maxTags)
	}
	for key, value := range tags {
		if key == "" || len(key) > maxTagKey || len(value) > maxTagValue || strings.HasPrefix(key, "aws:") {
			return invalid(invalidTag, "The tag %q is not valid.", key)
		}
	}
	return nil
}

func (s *Store) checkParent(r *StartRequest) (*snapshot, error) {
	if r.ParentSnapshotID == "" {
		return nil, nil
	}
	parent, err := s.lookup(r.ParentSnapshotID)
	if err != nil {
		return nil, err
	}
	if state := parent.state(s.Now()); state != Completed {
		return nil, invalid(invalidSnapshotID, "The parent snapshot '%s' is %s, not completed.", parent.id, state)
	}
	if r.VolumeSize < parent.spec.VolumeSize {
		return nil, invalid(invalidVolumeSize, "VolumeSize is smaller than the parent's %d GiB.", parent.spec.VolumeSize)
	}
	if s.EncryptionByDefault() && !parent.encrypted {
		return nil, invalid(invalidParameterValue,
			"Encryption by default is on and the parent snapshot is not encrypted.")
	}
	return parent, nil
}
