"""What fills the frame behind the words, moving for as long as the scene lasts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Protocol

from PIL import Image

from studio.images import canvas as ground
from studio.images.colour import Rgb
from studio.images.palette import Palette
from studio.video.layers import eased

ROOM = 1.16
"""A picture is drawn this much larger than it is shown, for the camera to move in."""

Box = tuple[int, int, int, int]


class Backdrop(Protocol):
    def at(self, share: float) -> Image.Image:
        """A new frame, `share` (0 to 1) through the scene."""
        ...


@dataclass(slots=True)
class Plain:
    size: tuple[int, int]
    colour: Rgb

    def at(self, share: float) -> Image.Image:  # noqa: ARG002
        return Image.new("RGB", self.size, self.colour)


@dataclass(slots=True)
class Camera:
    """A slow move over a still picture: in, out, left, right or up."""

    picture: Image.Image
    size: tuple[int, int]
    move: str

    def at(self, share: float) -> Image.Image:
        width, height = self.picture.size
        near, far = 1 / ROOM, 1.0
        spare_x, spare_y = width * (1 - near), height * (1 - near)
        match self.move:
            case "in" | "out":
                zoom = share if self.move == "in" else 1 - share
                part = far + (near - far) * zoom
                left, top = width * (1 - part) / 2, height * (1 - part) / 2
            case "left" | "right":
                part = near
                left, top = spare_x * (share if self.move == "right" else 1 - share), spare_y / 2
            case _:
                part = near
                left, top = spare_x / 2, spare_y * (1 - share)
        box = (left, top, left + width * part, top + height * part)
        return self.picture.resize(self.size, Image.Resampling.BILINEAR, box=box)


@dataclass(slots=True)
class Window:
    """A moving picture in a part of a plain frame, that opens from the frame's edge; `opens` is by when, as a share."""

    size: tuple[int, int]
    colour: Rgb
    camera: Camera
    box: Box
    opens: float

    def at(self, share: float) -> Image.Image:
        frame = Image.new("RGB", self.size, self.colour)
        left, top, right, bottom = self.box
        come = eased(share / self.opens) if self.opens else 1.0
        picture = self.camera.at(share)
        if right - left == self.size[0]:
            way = round((bottom - top) * (1 - come)) * (1 if top else -1)
            frame.paste(picture, (left, top + way))
        else:
            way = round((right - left) * (1 - come)) * (1 if left else -1)
            frame.paste(picture, (left + way, top))
        return frame


@dataclass(slots=True)
class Halves:
    """A plain ground above a moving picture; the line between them travels up."""

    size: tuple[int, int]
    colour: Rgb
    camera: Camera
    line: Rgb
    rests: float

    def at(self, share: float) -> Image.Image:
        width, height = self.size
        frame = self.camera.at(share)
        edge = round(height * (self.rests + (1 - self.rests) * (1 - eased(share * 2))))
        frame.paste(self.colour, (0, 0, width, edge))
        frame.paste(self.line, (0, edge, width, edge + max(2, height // 160)))
        return frame


def camera(
    name: str, size: tuple[int, int], colours: Palette, rng: Random, subject: str, move: str
) -> Camera:
    """A camera on the motif, drawn with the room that the move needs."""
    large = (round(size[0] * ROOM), round(size[1] * ROOM))
    return Camera(ground.motif(name, large, colours, rng, subject), size, move)
