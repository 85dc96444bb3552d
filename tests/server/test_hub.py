"""The ring between the device and the tablets."""

import threading

from server.hub import Frame, Hub, event


def frame(topic, seq, run="r"):
    return Frame(topic, run, seq, b"{}", b"{}")


def seqs(batch):
    return [each.seq for each in batch.frames]


def test_of_live_frames_only_the_newest_is_read_and_of_events_all():
    hub = Hub()
    cursor = hub.join()
    for seq, topic in enumerate(["live", "rep", "live", "phase", "live", "rep"]):
        hub.publish(frame(topic, seq))
    assert seqs(hub.wait(cursor, 0)) == [1, 3, 4, 5]
    assert seqs(hub.wait(cursor, 0)) == []


def test_a_reader_begins_behind_the_newest_heartbeat():
    hub = Hub()
    for seq, topic in enumerate(["rep", "heartbeat", "rep", "live"]):
        hub.publish(frame(topic, seq))
    assert seqs(hub.wait(hub.join(), 0)) == [2, 3]


def test_memory_is_bounded_and_a_reader_that_fell_behind_is_told():
    hub = Hub(capacity=4)
    cursor = hub.join()
    hub.publish(frame("live", 0))
    for seq in range(1, 10):
        hub.publish(frame("rep", seq))
    assert seqs(hub.wait(cursor, 0)) == [0, 6, 7, 8, 9]
    assert cursor.behind
    hub.publish(frame("rep", 10))
    assert seqs(hub.wait(cursor, 0)) == [10]
    assert not cursor.behind


def test_resuming_goes_back_to_what_was_missed_or_on_past_what_is_known():
    hub = Hub()
    for seq in range(3):
        hub.publish(frame("rep", seq))
    hub.publish(frame("heartbeat", 3))
    hub.publish(frame("rep", 4))
    for known, expected in [(0, [1, 2, 3, 4]), (2, [4]), (4, []), (99, [])]:
        cursor = hub.join()
        hub.resume(cursor, "r", known)
        assert seqs(hub.wait(cursor, 0)) == expected
    cursor = hub.join()
    hub.resume(cursor, "another run", 0)
    assert seqs(hub.wait(cursor, 0)) == [4]


def test_a_waiting_reader_is_woken_by_a_frame_and_by_the_end(wait_until):
    hub = Hub()
    cursor, got = hub.join(), []

    def read():
        while batch := hub.wait(cursor, 10):
            got.append(seqs(batch))

    reader = threading.Thread(target=read)
    reader.start()
    hub.publish(frame("rep", 1))
    wait_until(lambda: got == [[1]])
    hub.close()
    reader.join(10)
    assert not reader.is_alive()


def test_a_message_becomes_an_event():
    assert event("rep", "ab", 7, b"{}") == b"event: rep\nid: ab:7\ndata: {}\n\n"
