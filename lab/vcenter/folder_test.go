package vcenter

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/migrationconnector/lab/fault"
)

// cookieOf is the session cookie of the bench's SOAP client.
func cookieOf(b *bench) *http.Cookie {
	address, _ := url.Parse(b.vc.URL())
	for _, cookie := range b.client.Jar.Cookies(address) {
		if cookie.Name == "vmware_soap_session" {
			return cookie
		}
	}
	b.t.Fatal("no session cookie")
	return nil
}

func TestFrozenBaseIsReadByRangesAndTheLiveLinkIsLocked(t *testing.T) {
	b := newBench(t, "connector")
	info, vm := b.machine("web 01", twoDisks...)
	key := info.Disks[0].Key
	s := b.snapshot(vm, "one")
	b.guestWrites(info, key, 20)
	client, user := insecureClient(), b.user("connector")
	base := b.folderURL(backingOf(b.disksOf(s)[0]).FileName, "-flat.vmdk")

	var whole []byte
	size := info.Disks[0].SizeBytes
	for at := int64(0); at < size; at += 1 << 20 {
		end := min(at+1<<20, size) - 1
		response, part, err := b.get(client, base, &user, "Range", fmt.Sprintf("bytes=%d-%d", at, end))
		if err != nil || response.StatusCode != http.StatusPartialContent {
			t.Fatalf("range at %d: %v %v", at, response, err)
		}
		if got := response.Header.Get("Content-Range"); got != fmt.Sprintf("bytes %d-%d/%d", at, end, size) {
			t.Errorf("Content-Range %q", got)
		}
		whole = append(whole, part...)
	}
	if hash(whole) != b.frozenHash(s, key) {
		t.Error("the frozen base differs from the frozen digest")
	}
	if hash(whole) == b.liveHash(info, key) {
		t.Error("the guest's writes changed nothing: the test can't fail")
	}

	live := b.folderURL(backingOf(b.disksOf(vm.Reference())[0]).FileName, "-sesparse.vmdk")
	other := strings.Replace(base, "web%2001-flat", "nothing-flat", 1)
	for name, c := range map[string]struct {
		address, ranges string
		status          int
	}{
		"the link that is written to":   {live, "", http.StatusInternalServerError},
		"its descriptor":                {strings.Replace(live, "-sesparse", "", 1), "", http.StatusOK},
		"beyond the end":                {base, fmt.Sprintf("bytes=%d-", size), http.StatusRequestedRangeNotSatisfiable},
		"unknown file":                  {other, "", http.StatusNotFound},
		"unknown datastore":             {strings.Replace(base, "dsName=datastore1", "dsName=no", 1), "", http.StatusNotFound},
		"unknown datacenter":            {strings.Replace(base, "dcPath=DC0", "dcPath=DC1", 1), "", http.StatusNotFound},
		"a directory":                   {strings.Replace(base, "/web%2001-flat.vmdk", "", 1), "", http.StatusNotFound},
		"the base of another datastore": {strings.Replace(base, "dsName=datastore1", "dsName=datastore2", 1), "", http.StatusNotFound},
	} {
		response, _, err := b.get(client, c.address, &user, "Range", c.ranges)
		if err != nil || response.StatusCode != c.status {
			t.Errorf("%s: %v (%v), want %d", name, response.Status, err, c.status)
		}
	}
	b.control("POST", "/vcenter/vms/web%2001/power", map[string]bool{"on": false}, nil)
	if response, _, err := b.get(client, live, &user); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("the last link of a machine that is off: %v %v", response, err)
	}
	request, _ := http.NewRequest(http.MethodHead, base, nil)
	request.AddCookie(cookieOf(b))
	response, err := client.Do(request)
	if err != nil || response.StatusCode != http.StatusOK || response.ContentLength != size {
		t.Errorf("HEAD by session cookie: %v %v", response, err)
	}
}

func TestFolderNeedsALiveSessionOrAPassword(t *testing.T) {
	b := newBench(t, "connector")
	_, vm := b.machine("web01", twoDisks[1])
	s := b.snapshot(vm, "one")
	address := b.folderURL(backingOf(b.disksOf(s)[0]).FileName, "-flat.vmdk")
	client, user := insecureClient(), b.user("connector")
	wrong := User{Name: user.Name, Password: "no"}
	for name, c := range map[string]*User{"nobody": nil, "a wrong password": &wrong} {
		if response, _, err := b.get(client, address, c); err != nil || response.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %v %v", name, response, err)
		}
	}
	soapCookie := "vmware_soap_session=" + cookieOf(b).Value
	response, _, err := b.get(client, address, &user)
	if err != nil || response.StatusCode != http.StatusOK || len(response.Cookies()) != 1 {
		t.Fatalf("by password: %v %v", response, err)
	}
	folderCookie := response.Header.Get("Set-Cookie")
	folderCookie = folderCookie[:strings.Index(folderCookie, ";")]
	for _, cookie := range []string{soapCookie, folderCookie} {
		if response, _, err := b.get(client, address, nil, "Cookie", cookie); err != nil || response.StatusCode != http.StatusOK {
			t.Errorf("by cookie %s: %v %v", cookie, response, err)
		}
	}
	b.control("POST", "/vcenter/sessions/expire", nil, nil)
	for _, cookie := range []string{soapCookie, folderCookie} {
		if response, _, err := b.get(client, address, nil, "Cookie", cookie); err != nil || response.StatusCode != http.StatusUnauthorized {
			t.Errorf("by expired cookie %s: %v %v", cookie, response, err)
		}
	}
}

func TestFaultRulesDisturbTheFolder(t *testing.T) {
	b := newBench(t, "connector")
	info, vm := b.machine("web01", twoDisks[1])
	s := b.snapshot(vm, "one")
	address := b.folderURL(backingOf(b.disksOf(s)[0]).FileName, "-flat.vmdk")
	client, user := insecureClient(), b.user("connector")
	client.Transport.(*http.Transport).DisableKeepAlives = true // else Go sends a dropped GET again by itself
	read := func(rule fault.Rule) (*http.Response, []byte, error) {
		t.Helper()
		rule.Service, rule.Operation, rule.Count = "folder", "GET", 1
		rule.Match = map[string]string{"vm": "web01"}
		if _, err := b.rules.Add(rule); err != nil {
			t.Fatal(err)
		}
		return b.get(client, address, &user, "Range", "bytes=0-65535")
	}
	if response, _, err := read(fault.Rule{Action: fault.Error, Status: 503}); err != nil || response.StatusCode != 503 {
		t.Errorf("error: %v %v", response, err)
	}
	if _, _, err := read(fault.Rule{Action: fault.Drop}); err == nil {
		t.Error("a dropped request was answered")
	}
	if _, content, err := read(fault.Rule{Action: fault.Error, Code: shortBody}); err == nil || len(content) != 32768 {
		t.Errorf("short body: %d bytes, %v", len(content), err)
	}
	response, content, err := read(fault.Rule{Action: fault.Error, Code: rangeIgnored})
	if err != nil || response.StatusCode != http.StatusOK || int64(len(content)) != info.Disks[0].SizeBytes {
		t.Errorf("range ignored: %v %d bytes %v", response, len(content), err)
	}
	if response, content, err := b.get(client, address, &user, "Range", "bytes=0-65535"); err != nil || response.StatusCode != 206 || len(content) != 65536 {
		t.Errorf("after the rules: %v %d %v", response, len(content), err)
	}
}

func TestCertificateCanBeExchanged(t *testing.T) {
	b := newBench(t, "administrator")
	shown := func() string {
		address, _ := url.Parse(b.vc.URL())
		connection, err := tls.Dial("tcp", address.Host, &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = connection.Close() }()
		return fingerprint(connection.ConnectionState().PeerCertificates[0].Raw)
	}
	first := shown()
	if first != b.vc.Fingerprint() || len(first) != 95 {
		t.Errorf("fingerprint %s, reported %s", first, b.vc.Fingerprint())
	}
	var renewed map[string]string
	b.control("POST", "/vcenter/certificate", nil, &renewed)
	if second := shown(); second == first || second != renewed["fingerprint"] || second != b.vc.Fingerprint() {
		t.Errorf("after the exchange %s, reported %s", second, renewed["fingerprint"])
	}
}

func BenchmarkFolderRanges(t *testing.B) {
	b := newBench(t, "connector")
	info, vm := b.machine("web01", map[string]any{"sizeBytes": 512 << 20, "seed": 1})
	s := b.snapshot(vm, "one")
	address := b.folderURL(backingOf(b.disksOf(s)[0]).FileName, "-flat.vmdk")
	client, user := insecureClient(), b.user("connector")
	t.SetBytes(16 << 20)
	at := int64(0)
	for t.Loop() {
		request, _ := http.NewRequest(http.MethodGet, address, nil)
		request.SetBasicAuth(user.Name, user.Password)
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", at, at+16<<20-1))
		response, err := client.Do(request)
		if err != nil || response.StatusCode != 206 {
			t.Fatal(response, err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		at = (at + 16<<20) % info.Disks[0].SizeBytes
	}
}
