package policy

import "testing"

const connectorLike = `{"Version":"2012-10-17","Statement":[
 {"Sid":"Write","Effect":"Allow","Action":["ebs:Put*","ebs:StartSnapshot"],"Resource":"arn:aws:ec2:*::snapshot/*"},
 {"Sid":"Own","Effect":"Allow","Action":"ec2:DeleteSnapshot","Resource":"*",
  "Condition":{"StringEquals":{"aws:ResourceTag/owner":["connector","other"]}}},
 {"Sid":"Never","Effect":"Deny","Action":"ebs:PutSnapshotBlock","Resource":"arn:aws:ec2:*::snapshot/snap-bad"}]}`

func TestEvaluate(t *testing.T) {
	document, err := Parse([]byte(connectorLike))
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]string{"aws:ResourceTag/owner": "connector"}
	for _, c := range []struct {
		request Request
		want    Decision
	}{
		{Request{"ebs:PutSnapshotBlock", "arn:aws:ec2:us-east-1::snapshot/snap-1", nil}, Allowed},
		{Request{"EBS:putsnapshotblock", "arn:aws:ec2:us-east-1::snapshot/snap-1", nil}, Allowed},
		{Request{"ebs:PutSnapshotBlock", "arn:aws:ec2:us-east-1::snapshot/snap-bad", nil}, Denied},
		{Request{"ebs:GetSnapshotBlock", "arn:aws:ec2:us-east-1::snapshot/snap-1", nil}, Unmentioned},
		{Request{"ebs:PutSnapshotBlock", "arn:aws:ec2:us-east-1::image/ami-1", nil}, Unmentioned},
		{Request{"ec2:DeleteSnapshot", "arn:aws:ec2:us-east-1::snapshot/snap-1", own}, Allowed},
		{Request{"ec2:DeleteSnapshot", "arn:aws:ec2:us-east-1::snapshot/snap-1", nil}, Unmentioned},
	} {
		if got := Evaluate([]Document{document}, c.request); got != c.want {
			t.Errorf("%+v: %v, want %v", c.request, got, c.want)
		}
	}
}

func TestWildcards(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"*", "", true}, {"a*c", "abbbc", true}, {"a*c", "abbb", false}, {"a?c", "abc", true}, {"a?c", "ac", false},
		{"", "", true}, {"", "a", false}, {"*a*b*", "xaxbx", true}, {"*a*b*", "xbxax", false}, {"snap-*", "snap-", true},
	} {
		if got := Matches(c.pattern, c.text); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.text, got)
		}
	}
}

func TestWhatCantBeEvaluatedIsNotLoaded(t *testing.T) {
	for name, content := range map[string]string{
		"operator": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",
			"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}}`,
		"not action":  `{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"*","Resource":"*"}}`,
		"no resource": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*"}}`,
		"effect":      `{"Version":"2012-10-17","Statement":{"Effect":"allow","Action":"*","Resource":"*"}}`,
		"version":     `{"Version":"2008-10-17","Statement":[]}`,
		"no document": `[]`,
	} {
		if _, err := Parse([]byte(content)); err == nil {
			t.Errorf("%s was loaded", name)
		}
	}
}
