"""How functions run as processes on this machine: the variables that their `bootstrap` reads."""

from __future__ import annotations

import glob
import platform
import shutil
import zipfile
from pathlib import Path

from console import Trouble
from settings import MOVED_CLOCK, RUNTIME

# Short-lived processes on a small machine: the quick compiler, the smallest collector, a bounded heap.
_JVM_FLAGS = (
    "-XX:TieredStopAtLevel=1 -Xshare:auto -XX:+UseSerialGC -Xms32m -Xmx256m -Xss512k "
    "-XX:-UsePerfData --enable-native-access=ALL-UNNAMED"
)
_NATIVE_LIBRARY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI"


def environment(jdk: Path, folder: Path, providers_url: str) -> dict[str, str]:
    """The variables; the runtime client's native library is unpacked into the folder."""
    return {
        # the emulator has no service for texts
        "AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2": providers_url,
        "LOCAL_JAVA": str(jdk / "bin" / "java"),
        "LOCAL_JAVA_FLAGS": f"{_JVM_FLAGS} -D{_NATIVE_LIBRARY}={_unpacked_native_library(folder)}",
        # as in LoggingConfig in the template
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "LOCAL_RUNTIME_CLASSPATH": str(RUNTIME / "runtime-client" / "*"),
    }


def moved_clock(folder: Path, file: Path) -> dict[str, str]:
    """The variables of functions whose clock is ahead of this machine's by the duration in a file; it is written if it does not exist."""
    # A copy, which no build replaces while functions start.
    copy = folder / MOVED_CLOCK.name
    shutil.copyfile(MOVED_CLOCK, copy)
    if not file.exists():
        file.write_text("PT0S")
    return {"LOCAL_CLASSPATH_FIRST": str(copy), "LOCAL_CLOCK_FILE": str(file)}


def _unpacked_native_library(folder: Path) -> Path:
    """Lambda's runtime client unpacks its library to one fixed path at every start, which crashes processes that start together."""
    clients = list((RUNTIME / "runtime-client").glob("aws-lambda-java-runtime-interface-client-*.jar"))
    if len(clients) != 1:
        raise Trouble("Lambda's runtime client is missing: `make clean`, then try again.")
    library = folder / "libaws-lambda-jni.so"
    with zipfile.ZipFile(clients[0]) as client:
        library.write_bytes(client.read(f"jni/libaws-lambda-jni.{_platform()}.so"))
    return library


def _platform() -> str:
    """The platform of this machine, in the runtime client's notation."""
    system = "linux_musl" if glob.glob("/lib/ld-musl-*") else "linux"
    processor = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "aarch_64", "aarch64": "aarch_64"}.get(platform.machine().lower())
    if processor is None:
        raise Trouble(f"Lambda's runtime client does not support {platform.machine()} processors, only x86-64 and ARM64.")
    return f"{system}-{processor}"
