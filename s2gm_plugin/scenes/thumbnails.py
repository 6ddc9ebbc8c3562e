"""Small pictures of scenes: fetched when they are shown, a few at a time, and only so many are kept.

Their URLs come from the core, which took them from places that the catalogue may point to, without credentials; none
are sent, and an answer that leads to another server is not followed.
"""

from __future__ import annotations

from collections import OrderedDict

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QImage, QImageReader, QPixmap
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

AT_A_TIME = 4
MOST_WAITING, MOST_KEPT = 60, 400
LARGEST_BYTES = 3 * 2**20
LARGEST_SIDE = 6_000  # pixels of a picture that is decoded
FORMATS = ("png", "jpeg", "jpg", "webp")
SIDE = 96  # pixels as they are kept


class Thumbnails(QObject):
    """Pictures by URL; ``picture`` gives what is there and fetches what is not."""

    loaded = pyqtSignal(str)  # the URL

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.allowed = True
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()  # None: there is no picture to be had
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._replies: dict[str, QNetworkReply] = {}

    @property
    def is_busy(self) -> bool:
        """Whether pictures are being fetched."""
        return bool(self._replies)

    def picture(self, url: str | None) -> QPixmap | None:
        """The picture where it is there; else None, and it is fetched, what was asked for last first."""
        if not url or QUrl(url).scheme() not in ("http", "https"):
            return None
        if url in self._kept:
            self._kept.move_to_end(url)
            return self._kept[url]
        if self.allowed and url not in self._replies:
            self._waiting[url] = None
            self._waiting.move_to_end(url)
            while len(self._waiting) > MOST_WAITING:  # what was scrolled away long ago
                self._waiting.popitem(last=False)
            self._fetch_next()
        return None

    def stop(self) -> None:
        """Fetch no more."""
        self._waiting.clear()
        for reply in tuple(self._replies.values()):
            reply.abort()

    def _fetch_next(self) -> None:
        while self._waiting and len(self._replies) < AT_A_TIME:
            url, _ = self._waiting.popitem(last=True)
            request = QNetworkRequest(QUrl(url))
            attribute = QNetworkRequest.Attribute
            request.setAttribute(
                attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.SameOriginRedirectPolicy
            )
            request.setAttribute(attribute.CookieLoadControlAttribute, QNetworkRequest.LoadControl.Manual)
            request.setAttribute(attribute.CookieSaveControlAttribute, QNetworkRequest.LoadControl.Manual)
            reply = QgsNetworkAccessManager.instance().get(request)
            self._replies[url] = reply
            reply.downloadProgress.connect(self._stops_large(reply))
            reply.finished.connect(self._takes(url))

    def _stops_large(self, reply: QNetworkReply):  # noqa: ANN202
        return lambda received, total: reply.abort() if max(received, total) > LARGEST_BYTES else None

    def _takes(self, url: str):  # noqa: ANN202
        return lambda: self._take(url)

    def _take(self, url: str) -> None:
        reply = self._replies.pop(url)
        fine = reply.error() == QNetworkReply.NetworkError.NoError
        self._kept[url] = picture_of(bytes(reply.readAll())) if fine else None
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        reply.deleteLater()
        self.loaded.emit(url)
        self._fetch_next()


def picture_of(body: bytes) -> QPixmap | None:
    """A small picture of the bytes of an image file; None where they are none, or one that is too large."""
    if len(body) > LARGEST_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if bytes(reader.format()).decode("latin-1").lower() not in FORMATS or not size.isValid():
        return None
    if max(size.width(), size.height()) > LARGEST_SIDE:
        return None
    reader.setScaledSize(size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image: QImage = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)
