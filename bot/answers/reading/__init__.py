"""What a message asks in its conversation: requests and memory in, questions out."""
