// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/image_reader.h"

#include "ui/invoke/svg_cleaner.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>
#include <QLocale>
#include <QPainter>
#include <QSvgRenderer>

#include <algorithm>

namespace studio {

namespace {

constexpr int longestSide = 2'048; // of what is kept: a pane is smaller
constexpr qsizetype svgHead = 4'096;
constexpr qsizetype maxSvgBytes = 8 << 20;

struct ImageWords
{
    Q_DECLARE_TR_FUNCTIONS(studio::ImageReader)
};

QSize fitted(QSize size)
{
    const QSize most(longestSide, longestSide);
    return size.width() > longestSide || size.height() > longestSide
               ? size.scaled(most, Qt::KeepAspectRatio).expandedTo({1, 1})
               : size;
}

void decodeRaster(const QByteArray &body, const QByteArray &format, DecodedImage &out)
{
    QBuffer buffer;
    buffer.setData(body);
    buffer.open(QIODevice::ReadOnly); // plain read: of memory
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    out.size = reader.size();
    const bool isTurned = reader.transformation().testFlag(QImageIOHandler::TransformationRotate90); // by 270 too
    const auto upright = [&](QSize size) { return isTurned ? size.transposed() : size; };
    out.size = upright(out.size);
    const qint64 pixels = qint64(out.size.width()) * out.size.height();
    if (!out.size.isValid() || out.size.isEmpty()) {
        out.problem = ImageWords::tr("The %1 is broken: it does not say how large it is.").arg(out.format);
        return;
    }
    if (pixels > maxImagePixels) {
        const QLocale locale;
        out.problem = ImageWords::tr("The %1 says that it has %2 × %3 pixels. No more than %4 million are shown.")
                          .arg(out.format, locale.toString(out.size.width()), locale.toString(out.size.height()))
                          .arg(maxImagePixels / 1'000'000);
        return;
    }
    if (const QSize shown = fitted(out.size); shown != out.size) {
        reader.setScaledSize(upright(shown)); // it is turned after that
    }
    out.image = reader.read();
    if (out.image.isNull()) {
        out.problem = ImageWords::tr("The %1 is broken: %2.").arg(out.format, reader.errorString());
    }
}

void decodeSvg(const QByteArray &body, DecodedImage &out)
{
    if (body.size() > maxSvgBytes) {
        out.problem =
            ImageWords::tr("The SVG is too large to be drawn here. No more than %1 MiB are.").arg(maxSvgBytes >> 20);
        return;
    }
    const auto clean = cleanSvg(body);
    if (!clean) {
        out.problem = clean.error().message;
        return;
    }
    QSvgRenderer renderer;
    renderer.setOptions(QtSvg::Tiny12FeaturesOnly);
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    renderer.setAnimationEnabled(false);
    if (!renderer.load(*clean)) {
        out.problem = ImageWords::tr("The SVG could not be read.");
        return;
    }
    out.size = renderer.defaultSize();
    if (out.size.isEmpty()) {
        out.size = QSize(512, 512);
    }
    // Sharp also where it is shown larger than it is: icons are 16 pixels.
    const QSize drawn = fitted(out.size.width() < longestSide / 4 && out.size.height() < longestSide / 4
                                   ? out.size.scaled(longestSide / 4, longestSide / 4, Qt::KeepAspectRatio)
                                   : out.size)
                            .expandedTo({1, 1});
    out.image = QImage(drawn, QImage::Format_ARGB32_Premultiplied);
    out.image.fill(Qt::transparent);
    QPainter painter(&out.image);
    renderer.render(&painter);
}

/// Behind the next `mark`; nothing where there is none.
QByteArrayView textBehind(QByteArrayView text, QByteArrayView mark)
{
    const qsizetype at = text.indexOf(mark);
    return at < 0 ? QByteArrayView() : text.sliced(at + mark.size());
}

/// Whether "<svg", or "<prefix:svg" behind `before`, begins the text.
bool beginsWithSvg(QByteArrayView text, QByteArrayView before)
{
    if (!text.startsWith(before)) {
        return false;
    }
    text = text.sliced(before.size()).trimmed();
    const auto endsName = [](char c) { return QByteArrayView(" \t\r\n>/[").contains(c); };
    const auto end = std::ranges::find_if(text, endsName);
    const QByteArrayView name = text.first(end - text.begin());
    return end != text.end() && name.sliced(name.lastIndexOf(':') + 1) == "svg";
}

/// Whether the first element is one: HTML and other XML may have an SVG in them.
bool hasSvgRoot(QByteArrayView head)
{
    if (head.startsWith("\xef\xbb\xbf")) {
        head = head.sliced(3);
    }
    for (head = head.trimmed(); head.startsWith("<?") || head.startsWith("<!"); head = head.trimmed()) {
        if (head.startsWith("<?")) {
            head = textBehind(head, "?>");
        } else if (head.startsWith("<!--")) {
            head = textBehind(head.sliced(4), "-->");
        } else if (beginsWithSvg(head, "<!DOCTYPE")) {
            const qsizetype own = head.indexOf('['); // definitions
            head = textBehind(own >= 0 && own < head.indexOf('>') ? textBehind(head, "]") : head, ">");
        } else {
            return false;
        }
    }
    return beginsWithSvg(head, "<");
}

} // namespace

QByteArray rasterFormat(QByteArrayView body)
{
    if (body.startsWith("\x89PNG\r\n\x1a\n")) {
        return "png";
    }
    if (body.startsWith("\xff\xd8\xff")) {
        return "jpeg";
    }
    if (body.startsWith("GIF87a") || body.startsWith("GIF89a")) {
        return "gif";
    }
    return {};
}

QSize rasterSize(const QByteArray &body, const QByteArray &format)
{
    QBuffer buffer;
    buffer.setData(body);
    buffer.open(QIODevice::ReadOnly); // plain read: of memory
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    return reader.size();
}

QByteArray imageFormat(QByteArrayView body, QByteArrayView contentType)
{
    if (const QByteArray format = rasterFormat(body); !format.isEmpty()) {
        return format;
    }
    const bool isSvg =
        contentType.contains("image/svg") || (!contentType.contains("html") && !contentType.contains("json") &&
                                              hasSvgRoot(body.first(std::min(body.size(), svgHead))));
    return isSvg ? QByteArray("svg") : QByteArray();
}

DecodedImage decodeImage(const QByteArray &body, const QByteArray &format)
{
    DecodedImage out;
    out.format = QString::fromLatin1(format.toUpper());
    format == "svg" ? decodeSvg(body, out) : decodeRaster(body, format, out);
    return out;
}

} // namespace studio
