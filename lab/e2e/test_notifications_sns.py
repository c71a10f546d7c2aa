"""Notifications to a topic of Amazon SNS, read by boto3 from a queue that is subscribed to it."""

import json
import subprocess
import time

import pytest
from estate import SmallVm

from harness.connector import CommandFailed

PATIENCE = 90


class Topic:
    """A topic of the lab with a queue behind it."""

    def __init__(self, lab, name):
        sns, self.sqs = lab.client("sns"), lab.client("sqs")
        fifo = {"FifoTopic": "true"} if name.endswith(".fifo") else {}
        self.arn = sns.create_topic(Name=name, Attributes=fifo)["TopicArn"]
        self.url = self.sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"} if fifo else {})["QueueUrl"]
        queue = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sns.subscribe(TopicArn=self.arn, Protocol="sqs", Endpoint=queue)
        self.taken = []

    def look(self):
        """Everything that was published so far: the envelope, with the document of the notification in it."""
        while True:
            messages = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages", [])
            if not messages:
                return self.taken
            for message in messages:
                envelope = json.loads(message["Body"])
                self.taken.append({**envelope, "document": json.loads(envelope["Message"])})
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def wait(self, event):
        deadline = time.monotonic() + PATIENCE
        while True:
            found = [each for each in self.look() if each["document"]["event"] == event]
            if found:
                return found[0]
            assert time.monotonic() < deadline, [each["document"] for each in self.taken]
            time.sleep(0.2)


@pytest.fixture(scope="module")
def topic(lab):
    return Topic(lab, "migrations")


@pytest.fixture(scope="module")
def vm(lab, connector):
    return SmallVm(lab, connector)


@pytest.fixture(scope="module")
def lets(lab, connector, topic):
    """Gives the connector the keys of a user who may do what the printed policy says, and nothing else."""
    printed = subprocess.run(
        [str(connector.program), "iam", "policy", "--sns-topic", topic.arn], check=True, capture_output=True)
    keys = lab.call("POST", "/aws/users/notifies", printed.stdout)
    document = lab.setup_document()
    document["aws"] |= {"accessKeyId": keys["accessKeyId"], "secretAccessKey": keys["secretAccessKey"]}
    connector.set_up(document)
    yield
    connector.set_up(lab.setup_document())


def set_topic(connector, arn, *more):
    return connector.json("notifications", "set", "sns", "--topic", arn, *more)


def await_delivery(connector, wanted):
    deadline = time.monotonic() + PATIENCE
    while True:
        deliveries = connector.get("notifications/deliveries")
        if deliveries and wanted(deliveries[0]):
            return deliveries[0]
        assert time.monotonic() < deadline, deliveries
        time.sleep(0.1)


def test_what_is_no_topic_of_here_is_refused(connector, topic):
    with pytest.raises(CommandFailed, match="looks like"):
        set_topic(connector, "migrations")
    with pytest.raises(CommandFailed, match="account of 12 digits"):
        set_topic(connector, topic.arn.replace("123456789012", "12345"))
    with pytest.raises(CommandFailed, match="not of the partition"):
        set_topic(connector, topic.arn.replace("arn:aws:", "arn:aws-cn:"))
    region = topic.arn.split(":")[3]
    with pytest.raises(CommandFailed, match=f"the connector works in {region}"):
        set_topic(connector, topic.arn.replace(region, "ap-south-1"))
    assert connector.get("notifications") == []


def test_a_missing_permission_and_a_missing_topic_are_named(connector, topic):
    set_topic(connector, topic.arn)
    with pytest.raises(CommandFailed, match="sns:Publish") as refused:
        connector.json("notifications", "test", "sns")
    assert f"connector iam policy --sns-topic {topic.arn}" in str(refused.value)
    assert topic.look() == []


def test_a_run_is_told_by_the_permission_that_is_printed(connector, lets, topic, vm):
    shown = set_topic(connector, topic.arn)
    assert shown["settings"] == {"topic": topic.arn} and not shown["secretKept"]
    test = connector.json("notifications", "test", "sns")
    assert topic.wait("TEST")["document"]["id"] == test["id"]
    run = vm.run_to_end()
    told = topic.wait("RUN_COMPLETED")
    assert told["document"]["facts"]["run"] == run["id"]
    assert told["Subject"] == f"Replication of {vm.name} completed"
    assert told["MessageAttributes"]["event"] == {"Type": "String", "Value": "RUN_COMPLETED"}
    assert told["MessageAttributes"]["connector"]["Value"] == told["document"]["connector"]["id"]
    await_delivery(connector, lambda each: each["state"] == "DELIVERED" and each["channel"] == "sns")
    with pytest.raises(CommandFailed, match="sns:Publish"):
        # the statement names one topic alone
        set_topic(connector, topic.arn + "-nobody-made-it")
        connector.json("notifications", "test", "sns")
    connector.json("notifications", "remove", "sns")


def test_what_is_throttled_arrives_later_also_over_a_kill_and_an_outage(lab, connector, lets, topic, vm):
    set_topic(connector, topic.arn, "--events", "RUN_COMPLETED,RUN_FAILED")
    topic.look()
    topic.taken.clear()
    throttled = lab.fault("sns", "Publish", "error", count=0, status=429, code="Throttled", message="Rate exceeded")
    run = vm.run_to_end()
    waiting = await_delivery(connector, lambda each: each["attempts"] > 0)
    assert waiting["state"] == "WAITING" and "Rate exceeded" in waiting["trouble"], waiting
    health = connector.json("health", "--check")["checks"]
    found = next(check for check in health if check["name"] == "NOTIFICATIONS")
    assert (found["state"], found["code"]) == ("WARNING", "NOTIFICATION_FAILING") and "Rate exceeded" in found["why"]
    connector.kill()
    lab.call("DELETE", f"/faults/{throttled}")
    away = lab.fault("sns", "Publish", "drop", count=0)
    connector.start()
    assert lab.await_hit(away), "nobody tried again after the restart"
    lost = await_delivery(connector, lambda each: each["attempts"] > waiting["attempts"])
    assert lost["state"] == "WAITING" and topic.look() == []
    lab.call("DELETE", f"/faults/{away}")
    told = topic.wait("RUN_COMPLETED")
    assert told["document"]["id"] == waiting["id"] and told["document"]["facts"]["run"] == run["id"]
    await_delivery(connector, lambda each: each["state"] == "DELIVERED")
    assert [each["document"]["id"] for each in topic.look()] == [waiting["id"]]
    connector.json("notifications", "remove", "sns")


def test_a_fifo_topic_leaves_out_what_was_lost_on_the_way_back(lab, connector, vm):
    """AWS took it and the answer was lost: it is published again, under the same id."""
    user = next(each for each in lab.endpoints["aws"]["users"] if each["name"] == "admin")
    document = lab.setup_document()
    document["aws"] |= {"accessKeyId": user["accessKeyId"], "secretAccessKey": user["secretAccessKey"]}
    connector.set_up(document)
    fifo = Topic(lab, "migrations.fifo")
    set_topic(connector, fifo.arn, "--events", "RUN_COMPLETED")
    lost = lab.fault("sns", "Publish", "drop-after")
    vm.run_to_end()
    assert lab.await_hit(lost)
    again = await_delivery(connector, lambda each: each["state"] == "DELIVERED")
    assert again["attempts"] == 2
    assert [each["document"]["id"] for each in fifo.look()] == [again["id"]]
    connector.json("notifications", "remove", "sns")
    connector.set_up(lab.setup_document())
