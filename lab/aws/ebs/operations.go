package ebs

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/migrationconnector/lab/aws/gate"
)

const (
	checksumHeader    = "X-Amz-Checksum"
	algorithmHeader   = "X-Amz-Checksum-Algorithm"
	aggregationHeader = "X-Amz-Checksum-Aggregation-Method"
	countHeader       = "X-Amz-Changedblockscount"
	lengthHeader      = "X-Amz-Data-Length"
	progressHeader    = "X-Amz-Progress"
	onlyAlgorithm     = "SHA256"
	onlyAggregation   = "LINEAR"
)

var snapshotIDPattern = regexp.MustCompile(`^snap-[0-9a-f]+$`)

type tagDocument struct {
	Key   string
	Value string
}

func parseStart(content []byte) (StartRequest, error) {
	var document struct {
		VolumeSize                                 *int
		ParentSnapshotId, Description, ClientToken string
		KmsKeyArn                                  string
		Tags                                       []tagDocument
		Encrypted                                  *bool
		Timeout                                    *int
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&document); err != nil {
		return StartRequest{}, invalid(invalidParameterValue, "The request's document can't be read: %v", err)
	}
	request := StartRequest{
		ParentSnapshotID: document.ParentSnapshotId, Description: document.Description,
		ClientToken: document.ClientToken, KmsKeyARN: document.KmsKeyArn, Encrypted: document.Encrypted,
		Tags: map[string]string{},
	}
	for _, tag := range document.Tags {
		if _, twice := request.Tags[tag.Key]; twice {
			return request, invalid(invalidTag, "The tag %q is given twice.", tag.Key)
		}
		request.Tags[tag.Key] = tag.Value
	}
	if document.VolumeSize == nil {
		return request, invalid(invalidVolumeSize, "VolumeSize is missing.")
	}
	request.VolumeSize = *document.VolumeSize
	if document.Timeout != nil {
		if *document.Timeout == 0 {
			return request, invalid(invalidParameterValue, "Timeout is %d to %d minutes.", minTimeout, maxTimeout)
		}
		request.Timeout = *document.Timeout
	}
	if request.ParentSnapshotID != "" && !snapshotIDPattern.MatchString(request.ParentSnapshotID) {
		return request, invalid(invalidSnapshotID, "ParentSnapshotId is malformed.")
	}
	return request, nil
}

func (a *API) start(request StartRequest) (reply, error) {
	made, err := a.store.Start(request)
	if err != nil {
		return reply{}, err
	}
	document := map[string]any{
		"SnapshotId": made.ID, "OwnerId": gate.AccountID, "Status": made.State, "StartTime": seconds(made.StartedAt),
		"VolumeSize": made.VolumeSize, "BlockSize": BlockSize, "Description": made.Description, "SseType": "none",
	}
	tags := []tagDocument{}
	for key, value := range made.Tags {
		tags = append(tags, tagDocument{key, value})
	}
	document["Tags"] = tags
	if made.Parent != "" {
		document["ParentSnapshotId"] = made.Parent
	}
	if made.Encrypted {
		document["KmsKeyArn"], document["SseType"] = made.KmsKeyARN, "sse-kms"
	}
	return jsonReply(http.StatusCreated, document)
}

func (a *API) put(r *http.Request, wanted operation, content []byte) (reply, error) {
	if err := checkID(wanted.snapshotID); err != nil {
		return reply{}, err
	}
	request := PutRequest{Index: wanted.blockIndex, Data: content, Progress: -1}
	if r.Header.Get(lengthHeader) != strconv.Itoa(BlockSize) || len(content) != BlockSize {
		return reply{}, invalid(invalidParameterValue, "DataLength and the body are %d bytes, no more and no less.", BlockSize)
	}
	sum, err := readChecksum(r)
	if err != nil {
		return reply{}, err
	}
	if sum == nil {
		return reply{}, invalid(invalidParameterValue, "Checksum is missing.")
	}
	request.Digest = *sum
	if text := r.Header.Get(progressHeader); text != "" {
		request.Progress, err = strconv.Atoi(text)
		if err != nil || request.Progress < 0 || request.Progress > 100 {
			return reply{}, invalid(invalidParameterValue, "Progress is 0 to 100.")
		}
	}
	if err := a.store.Put(wanted.snapshotID, request); err != nil {
		return reply{}, err
	}
	return reply{http.StatusCreated, checksumHeaders(request.Digest), nil}, nil
}

func (a *API) complete(r *http.Request, wanted operation) (reply, error) {
	if err := checkID(wanted.snapshotID); err != nil {
		return reply{}, err
	}
	count, err := strconv.Atoi(r.Header.Get(countHeader))
	if err != nil || count < 0 {
		return reply{}, invalid(invalidParameterValue, "ChangedBlocksCount is missing or not a number.")
	}
	sum, err := readChecksum(r)
	if err != nil {
		return reply{}, err
	}
	if aggregation := r.Header.Get(aggregationHeader); (sum != nil || aggregation != "") && aggregation != onlyAggregation {
		return reply{}, invalid(invalidParameterValue, "ChecksumAggregationMethod is %s.", onlyAggregation)
	}
	state, err := a.store.Complete(wanted.snapshotID, completion{count, sum})
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusAccepted, map[string]State{"Status": state})
}

func (a *API) list(r *http.Request, wanted operation) (reply, error) {
	query, err := readListQuery(wanted, r.URL.Query())
	if err != nil {
		return reply{}, err
	}
	listed, err := a.store.listBlocks(wanted.snapshotID, query)
	if err != nil {
		return reply{}, err
	}
	blocks := make([]map[string]any, len(listed.blocks))
	for i, b := range listed.blocks {
		blocks[i] = map[string]any{"BlockIndex": b.index, "BlockToken": b.first}
	}
	return listReply("Blocks", blocks, listed)
}

func (a *API) changed(r *http.Request, wanted operation) (reply, error) {
	values := r.URL.Query()
	query, err := readListQuery(wanted, values)
	if err != nil {
		return reply{}, err
	}
	first := values.Get("firstSnapshotId")
	if err := checkID(first); err != nil {
		return reply{}, err
	}
	listed, err := a.store.listChanged(first, wanted.snapshotID, query)
	if err != nil {
		return reply{}, err
	}
	blocks := make([]map[string]any, len(listed.blocks))
	for i, b := range listed.blocks {
		blocks[i] = map[string]any{"BlockIndex": b.index}
		if b.first != "" {
			blocks[i]["FirstBlockToken"] = b.first
		}
		if b.second != "" {
			blocks[i]["SecondBlockToken"] = b.second
		}
	}
	return listReply("ChangedBlocks", blocks, listed)
}

func (a *API) get(r *http.Request, wanted operation, buffer []byte) (reply, error) {
	if err := checkID(wanted.snapshotID); err != nil {
		return reply{}, err
	}
	sum, err := a.store.getBlock(wanted.snapshotID, wanted.blockIndex, r.URL.Query().Get("blockToken"), buffer)
	if err != nil {
		return reply{}, err
	}
	headers := checksumHeaders(sum)
	headers[lengthHeader] = strconv.Itoa(BlockSize)
	headers["Content-Type"] = "application/octet-stream"
	return reply{http.StatusOK, headers, buffer}, nil
}

func listReply(name string, blocks []map[string]any, listed listing) (reply, error) {
	document := map[string]any{
		name: blocks, "ExpiryTime": seconds(listed.expires), "VolumeSize": listed.volumeSize, "BlockSize": BlockSize,
	}
	if listed.next != "" {
		document["NextToken"] = listed.next
	}
	return jsonReply(http.StatusOK, document)
}

func readListQuery(wanted operation, values url.Values) (listQuery, error) {
	if err := checkID(wanted.snapshotID); err != nil {
		return listQuery{}, err
	}
	query := listQuery{pageToken: values.Get("pageToken")}
	var err error
	if text := values.Get("maxResults"); text != "" {
		if query.maxResults, err = strconv.Atoi(text); err != nil || query.maxResults == 0 {
			return listQuery{}, invalid(invalidParameterValue, "MaxResults is %d to %d.", minResults, maxResults)
		}
	}
	if text := values.Get("startingBlockIndex"); text != "" {
		if query.start, err = strconv.Atoi(text); err != nil || query.start < 0 {
			return listQuery{}, invalid(invalidParameterValue, "StartingBlockIndex is not a block index.")
		}
	}
	return query, nil
}

func checkID(id string) error {
	if !snapshotIDPattern.MatchString(id) {
		return invalid(invalidSnapshotID, "The snapshot id is malformed.")
	}
	return nil
}

// readChecksum reads the checksum headers; nil when there are none.
func readChecksum(r *http.Request) (*digest, error) {
	text, algorithm := r.Header.Get(checksumHeader), r.Header.Get(algorithmHeader)
	if text == "" && algorithm == "" {
		return nil, nil
	}
	if algorithm != onlyAlgorithm {
		return nil, invalid(invalidParameterValue, "ChecksumAlgorithm is %s.", onlyAlgorithm)
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != len(digest{}) {
		return nil, invalid(invalidParameterValue, "Checksum is not a Base64 SHA-256.")
	}
	sum := digest(raw)
	return &sum, nil
}

func checksumHeaders(sum digest) map[string]string {
	return map[string]string{
		checksumHeader: base64.StdEncoding.EncodeToString(sum[:]), algorithmHeader: onlyAlgorithm,
	}
}

// seconds is a time as REST-JSON has it: seconds since 1970 with a fraction.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
