package front

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/migrationconnector/lab/aws/sigv4"
	"github.com/migrationconnector/lab/control"
	"github.com/migrationconnector/lab/fault"
)

const shippedPolicy = "../../../config/iam/connector-policy.json"

// running is AWS's side without moto, and a client that trusts its CA.
type running struct {
	*Server
	routes *control.Server
	client *http.Client
}

func start(t *testing.T) running {
	t.Helper()
	rules := fault.NewRules()
	routes := control.New(rules)
	dir := t.TempDir()
	server, err := Start(context.Background(), Options{
		Dir: dir, Region: "us-east-1", ConnectorPolicy: shippedPolicy, Log: io.Discard,
	}, rules, routes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	ca, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		t.Fatal("ca.pem has no certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	t.Cleanup(transport.CloseIdleConnections)
	return running{server, routes, &http.Client{Transport: transport, Timeout: 20 * time.Second}}
}

func (r running) ask(t *testing.T, user, service, method, path, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, r.Endpoints.Endpoints["ebs"]+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if service != "ebs" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, u := range r.Endpoints.Users {
		if u.Name != user {
			continue
		}
		credential := sigv4.Credential{AccessKeyID: u.AccessKeyID, SecretAccessKey: u.SecretAccessKey}
		payload := sigv4.Payload{Content: []byte(body)}
		if err := sigv4.Sign(request, credential, service, "us-east-1", time.Now(), payload); err != nil {
			t.Fatal(err)
		}
	}
	answer, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

func TestOnePortServesAllServicesByTheSignaturesScope(t *testing.T) {
	r := start(t)
	status, text := r.ask(t, Connector, "ebs", "POST", "/snapshots", `{"VolumeSize":1}`)
	var made struct{ SnapshotId, Status string }
	if err := json.Unmarshal([]byte(text), &made); err != nil || status != 201 || made.Status != "pending" {
		t.Fatalf("%d %s", status, text)
	}
	for service, c := range map[string]struct{ body, want string }{
		"sts": {"Action=GetCallerIdentity&Version=2011-06-15", "user/connector</Arn>"},
		"ec2": {"Action=GetEbsEncryptionByDefault&Version=2016-11-15", "<ebsEncryptionByDefault>false<"},
	} {
		if status, text := r.ask(t, Connector, service, "POST", "/", c.body); status != 200 || !strings.Contains(text, c.want) {
			t.Errorf("%s: %d %s", service, status, text)
		}
	}
	if status, text := r.ask(t, Connector, "polly", "POST", "/", ""); status != 404 {
		t.Errorf("an unknown service: %d %s", status, text)
	}
}

func TestWhatIsMotosIsRefusedWithoutMoto(t *testing.T) {
	r := start(t)
	for service, path := range map[string]string{"s3": "/", "ec2": "/"} {
		method, body := "GET", ""
		if service == "ec2" {
			method, body = "POST", "Action=DescribeRegions"
		}
		if status, text := r.ask(t, Admin, service, method, path, body); status != 501 {
			t.Errorf("%s: %d %s", service, status, text)
		}
	}
}

func TestTheDateIsThatOfTheClockThatJudgesSignatures(t *testing.T) {
	r := start(t)
	recorder := httptest.NewRecorder()
	change := strings.NewReader(`{"clockSkewSeconds":86400}`)
	r.routes.ServeHTTP(recorder, httptest.NewRequest("POST", "/aws/settings", change))
	answer, err := r.client.Get(r.Endpoints.Endpoints["ebs"] + "/snapshots")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	told, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil || told.Sub(time.Now()) < 23*time.Hour {
		t.Errorf("the answer's date is %v, %v", told, err)
	}
}

func TestNobodyEntersUnsigned(t *testing.T) {
	r := start(t)
	for service, want := range map[string]int{"ebs": 403, "ec2": 401, "s3": 401} {
		path := map[string]string{"ebs": "/snapshots", "ec2": "/", "s3": "/bucket"}[service]
		if status, text := r.ask(t, "nobody", service, "POST", path, "Action=DescribeSnapshots"); status != want {
			t.Errorf("%s: %d %s", service, status, text)
		}
	}
}

func TestAFormThatIsTooLongIsRefused(t *testing.T) {
	r := start(t)
	long := "Action=DescribeSnapshots&x=" + strings.Repeat("a", maxForm)
	if status, text := r.ask(t, Admin, "ec2", "POST", "/", long); status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %s", status, text)
	}
}

func TestAPolicyIsExchangedByTheControlInterface(t *testing.T) {
	r := start(t)
	const nothing = `{"Version":"2012-10-17","Statement":[]}`
	for body, want := range map[string]int{nothing: 200, "[]": 400} {
		recorder := httptest.NewRecorder()
		r.routes.ServeHTTP(recorder, httptest.NewRequest("PUT", "/aws/users/connector/policy", strings.NewReader(body)))
		if recorder.Code != want {
			t.Errorf("%s: %d", body, recorder.Code)
		}
	}
	if status, text := r.ask(t, Connector, "ebs", "POST", "/snapshots", `{"VolumeSize":1}`); status != 403 {
		t.Errorf("%d %s", status, text)
	}
}

func TestS3RequestsAreUnderstood(t *testing.T) {
	for _, c := range []struct{ method, target, operation, permission, resource string }{
		{"GET", "/", "ListBuckets", "s3:ListAllMyBuckets", "*"},
		{"PUT", "/b", "CreateBucket", "s3:CreateBucket", "arn:aws:s3:::b"},
		{"GET", "/b?list-type=2", "ListObjects", "s3:ListBucket", "arn:aws:s3:::b"},
		{"GET", "/b?location", "GetBucketLocation", "s3:GetBucketLocation", "arn:aws:s3:::b"},
		{"PUT", "/b/k/x", "PutObject", "s3:PutObject", "arn:aws:s3:::b/k/x"},
		{"HEAD", "/b/k", "HeadObject", "s3:GetObject", "arn:aws:s3:::b/k"},
		{"POST", "/b/k?uploads", "CreateMultipartUpload", "s3:PutObject", "arn:aws:s3:::b/k"},
		{"PUT", "/b/k?uploadId=1&partNumber=1", "UploadPart", "s3:PutObject", "arn:aws:s3:::b/k"},
		{"DELETE", "/b/k?uploadId=1", "AbortMultipartUpload", "s3:AbortMultipartUpload", "arn:aws:s3:::b/k"},
		{"POST", "/b?delete", "DeleteObjects", "s3:DeleteObject", "arn:aws:s3:::b"},
		{"PUT", "/b?encryption", "PutBucketEncryption", "s3:PutEncryptionConfiguration", "arn:aws:s3:::b"},
		{"GET", "/b?lifecycle", "GetBucketLifecycle", "s3:GetLifecycleConfiguration", "arn:aws:s3:::b"},
		{"PUT", "/b?publicAccessBlock", "PutBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock", "arn:aws:s3:::b"},
		{"PUT", "/b/k?tagging", "PutObjectTagging", "s3:PutObjectTagging", "arn:aws:s3:::b/k"},
	} {
		request := httptest.NewRequest(c.method, c.target, nil)
		wanted := parseS3(request)
		needs := wanted.needs(request)
		if wanted.operation != c.operation || needs[0].Action != c.permission || needs[0].Resource != c.resource {
			t.Errorf("%s %s: %s %+v", c.method, c.target, wanted.operation, needs)
		}
	}
}

func TestDigestsOfObjectsAreChecked(t *testing.T) {
	body := []byte("hello")
	for header, values := range map[string][2]string{
		"X-Amz-Checksum-Sha256": {"LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", "AAAA"},
		"Content-Md5":           {"XUFAKrxLKna5cZ2REBfFkg==", "AAAA"},
	} {
		for i, value := range values {
			request := httptest.NewRequest("PUT", "/b/k", bytes.NewReader(body))
			request.Header.Set(header, value)
			if err := checkDigests(request, body); (err == nil) != (i == 0) {
				t.Errorf("%s: %s: %v", header, value, err)
			}
		}
	}
}
