package vmfs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const noParent = 0xffffffff

// writeDescriptor writes the layer's text descriptor whole, by a rename, so that a reader sees the old or the new one.
// Format: VMware's "Virtual Disk Format 5.0".
func (l *Layer) writeDescriptor() error {
	var text strings.Builder
	parentCID := uint32(noParent)
	if l.parent != nil {
		parentCID = l.parent.cid
	}
	fmt.Fprintf(&text, "# Disk DescriptorFile\nversion=1\nencoding=\"UTF-8\"\nCID=%08x\nparentCID=%08x\ncreateType=\"%s\"\n",
		l.cid, parentCID, l.content.createType())
	if l.parent != nil {
		fmt.Fprintf(&text, "parentFileNameHint=\"%s\"\n", l.hint())
	}
	fmt.Fprintf(&text, "# Extent description\nRW %d %s \"%s\"\n", l.size/SectorSize, l.content.extentType(), l.content.fileName())
	fmt.Fprintf(&text, "# Change Tracking File\n# The Disk Data Base\n#DDB\nddb.longContentID = \"%s%08x\"\n", l.disk.contentID, l.cid)
	if l.parent == nil {
		fmt.Fprintf(&text, "ddb.adapterType = \"lsilogic\"\nddb.geometry.cylinders = \"%d\"\nddb.geometry.heads = \"255\"\n"+
			"ddb.geometry.sectors = \"63\"\nddb.thinProvisioned = \"1\"\nddb.uuid = \"%s\"\nddb.virtualHWVersion = \"13\"\n",
			l.size/SectorSize/(255*63), spacedUUID(l.disk.uuid))
	}
	target := filepath.Join(l.dir, l.name)
	draft := target + ".new"
	if err := os.WriteFile(draft, []byte(text.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(draft, target)
}

// hint names the parent: beside the layer by its name, elsewhere by its whole path.
func (l *Layer) hint() string {
	if l.parent.dir == l.dir {
		return l.parent.name
	}
	return filepath.Join(l.parent.dir, l.parent.name)
}

// spacedUUID words a UUID as descriptors do: "60 00 C2 9a 1d 3f 8e 51-b2 ...".
func spacedUUID(uuid string) string {
	digits := strings.ReplaceAll(uuid, "-", "")
	var text strings.Builder
	for i := 0; i+2 <= len(digits); i += 2 {
		switch {
		case i == 16:
			text.WriteByte('-')
		case i > 0:
			text.WriteByte(' ')
		}
		text.WriteString(digits[i : i+2])
	}
	return text.String()
}
