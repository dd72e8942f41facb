"""What can go wrong with a job, for people (`DomainError`) and inside a worker."""

from common.errors import DomainError


class JobFinal(DomainError):
    code = "job-final"
    status = 409
    text = {
        "vi": "Công việc này đã kết thúc, không huỷ được nữa.",
        "en": "This job has ended and can no longer be cancelled.",
    }


class JobActive(DomainError):
    code = "job-active"
    status = 409
    text = {
        "vi": "Công việc này đang chờ hoặc đang chạy; hãy đợi nó kết thúc rồi chạy lại.",
        "en": "This job is waiting or running; retry it when it has ended.",
    }


class LeaseLost(Exception):
    """Another worker holds the job now; this one must not write to it any more."""


class JobStopped(Exception):
    """The job was cancelled or its worker must end; the handler leaves by this."""
