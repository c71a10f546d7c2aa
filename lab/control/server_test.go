package control

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/migrationconnector/lab/fault"
)

func call(t *testing.T, method, url, body string) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, _ := io.ReadAll(answer.Body)
	document := map[string]any{}
	if err := json.Unmarshal(content, &document); err != nil {
		t.Fatalf("%s %s answered %q: %v", method, url, content, err)
	}
	return answer.StatusCode, document
}

func start(t *testing.T) (*fault.Rules, string) {
	t.Helper()
	rules := fault.NewRules()
	server := New(rules)
	url, err := server.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return rules, url
}

func TestFaultLifeOverHTTP(t *testing.T) {
	rules, url := start(t)
	status, made := call(t, "POST", url+"/faults", `{"service":"ebs","operation":"*","count":1,"action":"hold-before"}`)
	if status != 200 {
		t.Fatalf("%d %v", status, made)
	}
	rule := url + "/faults/" + made["id"].(string)
	if _, state := call(t, "GET", rule, ""); state["hits"] != 0.0 {
		t.Errorf("state %v", state)
	}
	result := make(chan error, 1)
	go func() {
		_, err := rules.Before(context.Background(), fault.Call{Service: "ebs", Operation: "StartSnapshot"})
		result <- err
	}()
	if _, state := call(t, "GET", rule+"?wait=30", ""); state["hits"] != 1.0 || state["holding"] != 1.0 {
		t.Errorf("state %v", state)
	}
	if status, answer := call(t, "POST", rule+"/release", `{"proceed":false}`); status != 200 {
		t.Errorf("%d %v", status, answer)
	}
	if err := <-result; err != fault.ErrDropped {
		t.Errorf("released without proceeding: %v", err)
	}
	if _, counts := call(t, "GET", url+"/requests?service=ebs", ""); counts["StartSnapshot"] != 1.0 {
		t.Errorf("counts %v", counts)
	}
	if status, _ := call(t, "DELETE", rule, ""); status != 200 {
		t.Errorf("delete answered %d", status)
	}
	if status, _ := call(t, "GET", rule, ""); status != 404 {
		t.Errorf("deleted rule answered %d", status)
	}
	if status, _ := call(t, "GET", rule+"?wait=1", ""); status != 404 {
		t.Errorf("waiting for a deleted rule answered %d", status)
	}
	if status, _ := call(t, "DELETE", url+"/faults", ""); status != 200 {
		t.Errorf("clear answered %d", status)
	}
}

func TestWrongDocumentsAreRefused(t *testing.T) {
	_, url := start(t)
	for _, body := range []string{"", "{", `{"service":"ebs"}`, `{"service":"ebs","operation":"*","action":"drop","cuont":1}`} {
		if status, answer := call(t, "POST", url+"/faults", body); status != 400 || answer["error"] == "" {
			t.Errorf("%q answered %d %v", body, status, answer)
		}
	}
	if status, _ := call(t, "POST", url+"/faults/fault-9/release", `{"proceed":true}`); status != 404 {
		t.Errorf("release of an unknown rule answered %d", status)
	}
	if status, _ := call(t, "POST", url+"/faults/fault-9/release", `{}`); status != 400 {
		t.Errorf("release without proceed answered %d", status)
	}
}
