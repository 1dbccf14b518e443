"""What a storage, or the way to it, refuses; and what its owner can do about it. Source: the S3 API reference, "Error
responses"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import OutsideError
from .secrecy import redact
from .target import RERUN

_RIGHTS = "let the key list, read, write and delete there (s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject)"
_KEY = "put AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY into the environment, or name a profile in AWS_PROFILE"
_REGION = "write the bucket's own `region` into site.yaml, and its `endpoint` if it is not Amazon's"
_LOGIN = "what lets you in has expired: log in again (aws sso login), or renew the keys and AWS_SESSION_TOKEN"
_HINTS = {
    "NoSuchBucket": "make it where you have your storage, or correct `bucket`, `region` or `endpoint`",
    "AccessDenied": f"{_RIGHTS}, and s3:PutObjectAcl if there is an `acl`",
    "403": _RIGHTS,
    "AccessControlListNotSupported": "the bucket takes no rights of single objects: remove `acl`, and use a policy",
    "ExpiredToken": _LOGIN,
    "ExpiredTokenException": _LOGIN,
    "InvalidToken": _LOGIN,
    "TokenRefreshRequired": _LOGIN,
    "RequestTimeTooSkewed": "set the clock of this machine (the storage's differs by more than fifteen minutes)",
    "InvalidAccessKeyId": f"the storage does not know this key; {_KEY}",
    "SignatureDoesNotMatch": f"the secret does not belong to the key; {_KEY}",
    "PermanentRedirect": _REGION,
    "AuthorizationHeaderMalformed": _REGION,
    "IllegalLocationConstraintException": _REGION,
    "InvalidBucketName": "correct `bucket`",
    "ParamValidationError": "correct `bucket`",
    # Faults on this side, by the names that botocore gives them.
    "NoCredentialsError": _KEY,
    "PartialCredentialsError": _KEY,
    "TokenRetrievalError": _LOGIN,
    "SSOTokenLoadError": _LOGIN,
    "UnauthorizedSSOTokenError": _LOGIN,
    "LoginTokenLoadError": _LOGIN,
    "ProfileNotFound": "correct AWS_PROFILE",
    "EndpointConnectionError": "correct `endpoint` or `region`, or look whether this machine is connected",
}


@contextmanager
def telling(bucket: str) -> Iterator[None]:
    """What the storage or the way to it is at fault for, as an OutsideError without secrets."""
    try:
        import boto3  # noqa: F401 (is it there?)
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
    except ModuleNotFoundError as exc:
        raise OutsideError("boto3 is not installed", 'run: pip install "matinee[s3]"') from exc
    try:
        yield
    except NoCredentialsError:
        raise OutsideError(f"there is no key for the bucket {bucket}", _KEY) from None
    except (BotoCoreError, ClientError) as exc:
        raise OutsideError(f"the bucket {bucket} says: {redact(' '.join(str(exc).split()))}", hint_for(exc)) from None


def hint_for(fault: BaseException) -> str:
    """What to do about a fault."""
    return _HINTS.get(code_of(fault), RERUN)


def code_of(fault: BaseException) -> str:
    """What a storage calls a fault, or the name of the fault itself."""
    from botocore.exceptions import ClientError

    return str(fault.response["Error"]["Code"]) if isinstance(fault, ClientError) else type(fault).__name__
