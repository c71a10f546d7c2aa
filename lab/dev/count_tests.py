"""Sums every test report below a checkout and prints `N passed, M failed` as the last line.

A module with tests in its sources and no report fails the whole: a suite that did not run must not look like one that passed.
"""

import argparse
import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def counts(report):
    """(tests, failed, skipped) of one JUnit XML file; nested suites are counted once."""
    tree = ElementTree.parse(report).getroot()
    cases = list(tree.iter("testcase"))
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    return len(cases), failed, skipped


def modules(root):
    """Every directory with a pom.xml and test sources."""
    for pom in sorted(root.glob("bundles/*/pom.xml")) + [root / "lab" / "pom.xml"]:
        directory = pom.parent
        if directory.name == "lab" or any(directory.glob("src/test/java/**/*Test.java")):
            yield directory


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--maven-exit", type=int, default=0)
    parser.add_argument("root", type=pathlib.Path)
    arguments = parser.parse_args()

    passed = failed = 0
    complaints = []
    for module in modules(arguments.root):
        # the distribution is built at the top (docs/adr/0002)
        reports = sorted(module.glob("target/**/TEST-*.xml")) + sorted(
            arguments.root.glob(f"{module.name}/target/**/TEST-*.xml") if module.name == "distribution" else [])
        tests = module_failed = skipped = 0
        for report in reports:
            of_report = counts(report)
            tests, module_failed, skipped = (a + b for a, b in zip((tests, module_failed, skipped), of_report))
        print(f"{module.relative_to(arguments.root)}: {tests} tests, {module_failed} failed")
        if tests == 0:
            complaints.append(f"{module.relative_to(arguments.root)} has tests, and none ran")
        if skipped:
            complaints.append(f"{module.relative_to(arguments.root)} skipped {skipped} tests; a test runs or fails")
        passed += tests - module_failed - skipped
        failed += module_failed + skipped
    if arguments.maven_exit != 0 and failed == 0:
        complaints.append(f"Maven ended with {arguments.maven_exit}; see its output above")
    for complaint in complaints:
        print(complaint)
    failed += len(complaints)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or passed == 0 else 0)


if __name__ == "__main__":
    main()
