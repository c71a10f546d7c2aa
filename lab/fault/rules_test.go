package fault

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

var put = Call{Service: "ebs", Operation: "PutSnapshotBlock", Attributes: map[string]string{"snapshotId": "snap-1"}}

func add(t *testing.T, rules *Rules, rule Rule) string {
	t.Helper()
	id, err := rules.Add(rule)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestErrorRuleHitsOnlyAfterSkipAndOnlyCountTimes(t *testing.T) {
	rules := NewRules()
	id := add(t, rules, Rule{Service: "ebs", Operation: "PutSnapshotBlock", Skip: 2, Count: 2, Action: Error, Status: 503, Code: "X"})
	var refused []int
	for i := range 6 {
		_, err := rules.Before(context.Background(), put)
		var refusal *Refusal
		if errors.As(err, &refusal) {
			refused = append(refused, i)
			if refusal.Status != 503 || refusal.Code != "X" {
				t.Errorf("refusal is %v", refusal)
			}
		}
	}
	if len(refused) != 2 || refused[0] != 2 || refused[1] != 3 {
		t.Errorf("refused calls %v, want [2 3]", refused)
	}
	if state, _ := rules.State(id); state.Hits != 2 {
		t.Errorf("hits %d, want 2", state.Hits)
	}
	if n := rules.Counts("ebs")["PutSnapshotBlock"]; n != 6 {
		t.Errorf("counted %d calls, want 6", n)
	}
}

func TestRuleMatchesServiceOperationAndAttributes(t *testing.T) {
	for name, c := range map[string]struct {
		rule Rule
		hit  bool
	}{
		"same":              {Rule{Service: "ebs", Operation: "PutSnapshotBlock"}, true},
		"any operation":     {Rule{Service: "ebs", Operation: Everything}, true},
		"other operation":   {Rule{Service: "ebs", Operation: "StartSnapshot"}, false},
		"other service":     {Rule{Service: "ec2", Operation: Everything}, false},
		"attribute":         {Rule{Service: "ebs", Operation: Everything, Match: map[string]string{"snapshotId": "snap-1"}}, true},
		"other attribute":   {Rule{Service: "ebs", Operation: Everything, Match: map[string]string{"snapshotId": "snap-2"}}, false},
		"missing attribute": {Rule{Service: "ebs", Operation: Everything, Match: map[string]string{"vm": ""}}, false},
	} {
		rules := NewRules()
		c.rule.Action = Drop
		add(t, rules, c.rule)
		_, err := rules.Before(context.Background(), put)
		if errors.Is(err, ErrDropped) != c.hit {
			t.Errorf("%s: answered %v, want hit %v", name, err, c.hit)
		}
	}
}

func TestHoldBeforeWaitsUntilReleased(t *testing.T) {
	for _, proceed := range []bool{true, false} {
		rules := NewRules()
		id := add(t, rules, Rule{Service: "ebs", Operation: Everything, Action: HoldBefore})
		result := make(chan error, 1)
		go func() {
			_, err := rules.Before(context.Background(), put)
			result <- err
		}()
		state, err := rules.Wait(context.Background(), id)
		if err != nil || state.Hits != 1 || state.Holding != 1 {
			t.Fatalf("state %+v, %v", state, err)
		}
		if err := rules.Release(id, proceed); err != nil {
			t.Fatal(err)
		}
		if err := <-result; (err == nil) != proceed {
			t.Errorf("proceed %v: %v", proceed, err)
		}
	}
}

func TestHoldAfterCountsItsHitOnlyAfterTheEffect(t *testing.T) {
	rules := NewRules()
	id := add(t, rules, Rule{Service: "ebs", Operation: Everything, Action: HoldAfter, Count: 1})
	passage, err := rules.Before(context.Background(), put)
	if err != nil || !passage.Disturbed() {
		t.Fatal(err)
	}
	if state, _ := rules.State(id); state.Hits != 0 {
		t.Errorf("hit before the effect")
	}
	result := make(chan error, 1)
	go func() { result <- passage.After(context.Background()) }()
	if _, err := rules.Wait(context.Background(), id); err != nil {
		t.Fatal(err)
	}
	if err := rules.Delete(id); err != nil {
		t.Fatal(err)
	}
	if err := <-result; err != nil {
		t.Errorf("a deleted rule lets go what it held: %v", err)
	}
}

func TestClientThatLeavesIsNoLongerHeld(t *testing.T) {
	rules := NewRules()
	for _, action := range []Action{HoldBefore, Stall} {
		rules.Clear()
		id := add(t, rules, Rule{Service: "ebs", Operation: Everything, Action: action})
		ctx, leave := context.WithCancel(context.Background())
		result := make(chan error, 1)
		go func() {
			_, err := rules.Before(ctx, put)
			result <- err
		}()
		_, _ = rules.Wait(context.Background(), id)
		leave()
		if err := <-result; !errors.Is(err, ErrDropped) {
			t.Errorf("%s: %v", action, err)
		}
		if state, _ := rules.State(id); state.Holding != 0 {
			t.Errorf("%s: still holding %d", action, state.Holding)
		}
	}
}

func TestStalledCallsAreDroppedWhenTheRuleIsCleared(t *testing.T) {
	rules := NewRules()
	id := add(t, rules, Rule{Service: "ebs", Operation: Everything, Action: Stall})
	result := make(chan error, 1)
	go func() {
		_, err := rules.Before(context.Background(), put)
		result <- err
	}()
	_, _ = rules.Wait(context.Background(), id)
	rules.Clear()
	if err := <-result; !errors.Is(err, ErrDropped) {
		t.Errorf("a stalled call has no effect: %v", err)
	}
	if _, err := rules.Before(context.Background(), put); err != nil {
		t.Errorf("a cleared rule still acts: %v", err)
	}
}

func TestWrongRulesAreRefused(t *testing.T) {
	for _, rule := range []Rule{
		{}, {Service: "ebs", Operation: "x", Action: "explode"}, {Service: "ebs", Operation: "x", Action: Drop, Skip: -1},
		{Service: "ebs", Operation: "x", Action: Delay}, {Service: "ebs", Operation: "x", Action: Error, Status: 200},
	} {
		if id, err := NewRules().Add(rule); err == nil {
			t.Errorf("%+v became %s", rule, id)
		}
	}
}

func TestMiddlewareDropsBeforeOrAfterTheEffect(t *testing.T) {
	for action, wantEffects := range map[Action]int{Drop: 0, DropAfter: 1} {
		rules := NewRules()
		effects := 0
		service := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			effects++
			_, _ = io.WriteString(w, "done")
		})
		classify := func(r *http.Request) (Call, bool) { return Call{Service: "folder", Operation: r.Method}, true }
		server := httptest.NewServer(rules.Middleware(classify, refuseForTest, service))
		id := add(t, rules, Rule{Service: "folder", Operation: "GET", Action: action})
		if answer, err := http.Get(server.URL); err == nil {
			t.Errorf("%s: answered %s", action, answer.Status)
		}
		_ = rules.Delete(id)
		if effects < wantEffects || (wantEffects == 0 && effects > 0) {
			t.Errorf("%s: %d effects", action, effects)
		}
		answer, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(answer.Body)
		if string(content) != "done" {
			t.Errorf("undisturbed answer is %q", content)
		}
		server.Close()
	}
}

func TestMiddlewareWordsRefusalsAndKeepsHeldAnswersWhole(t *testing.T) {
	rules := NewRules()
	service := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Made", "yes")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, "whole")
	})
	classify := func(r *http.Request) (Call, bool) { return Call{Service: "s3", Operation: r.Method}, true }
	server := httptest.NewServer(rules.Middleware(classify, refuseForTest, service))
	defer server.Close()
	add(t, rules, Rule{Service: "s3", Operation: "POST", Action: Error, Status: 418, Code: "Teapot"})
	answer, err := http.Post(server.URL, "", nil)
	if err != nil || answer.StatusCode != 418 {
		t.Fatalf("%v, %v", answer, err)
	}
	id := add(t, rules, Rule{Service: "s3", Operation: "GET", Action: HoldAfter})
	go func() {
		_, _ = rules.Wait(context.Background(), id)
		_ = rules.Release(id, true)
	}()
	answer, err = http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	content, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusCreated || answer.Header.Get("X-Made") != "yes" || string(content) != "whole" {
		t.Errorf("held answer: %s %q", answer.Status, content)
	}
}

func refuseForTest(w http.ResponseWriter, refusal *Refusal) {
	http.Error(w, refusal.Code, refusal.Status)
}
