// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

namespace studio {

/// What an image in a body is, and how it looks. A value that a worker makes.
struct DecodedImage
{
    QString format;  ///< "PNG"
    QSize size;      ///< pixels, as the file says, upright; of an SVG its own size
    QImage image;    ///< smaller where the file's is very large; null where it cannot be shown
    QString problem; ///< why not, a sentence; empty where it can
};

/// How many pixels are decoded at most: at four bytes each it is 160 MB.
constexpr qint64 maxImagePixels = 40'000'000;

/// "png", "jpeg" or "gif" by the first bytes. Empty for anything else. Any thread.
QByteArray rasterFormat(QByteArrayView body);

/// Pixels as the head of a raster image says, which nothing has checked; invalid where it does not. Any thread.
QSize rasterSize(const QByteArray &body, const QByteArray &format);

/// rasterFormat(), or "svg" where `contentType` or the first element says so. Empty for anything else. Any thread.
QByteArray imageFormat(QByteArrayView body, QByteArrayView contentType);

/// Decodes it. The size that the file claims is looked at first. An SVG is drawn without anything that it refers to
/// outside of itself, neither files nor addresses. Of an animation the first picture. Any thread.
DecodedImage decodeImage(const QByteArray &body, const QByteArray &format);

} // namespace studio
