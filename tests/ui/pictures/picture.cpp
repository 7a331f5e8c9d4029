// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pictures/picture.h"

#include "tests/support/places.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <cstdlib>

namespace studio::test {

namespace {

constexpr int maxChannelDifference = 24; ///< of 255

bool differs(QRgb one, QRgb other)
{
    return std::max({std::abs(qRed(one) - qRed(other)), std::abs(qGreen(one) - qGreen(other)),
                     std::abs(qBlue(one) - qBlue(other))}) > maxChannelDifference;
}

/// With at most 256 colours, which makes its file a third. The channels of rare colours are rounded as far as that
/// takes, which is less than what is tolerated.
QImage withFewColors(const QImage &image)
{
    constexpr int maxColors = 256;
    constexpr qsizetype maxExact = 96; ///< the most frequent colours stay as they are
    QHash<QRgb, int> counts;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            ++counts[image.pixel(x, y)];
        }
    }
    QList<QRgb> byCount = counts.keys();
    std::ranges::sort(
        byCount, [&](QRgb one, QRgb other) { return std::pair(-counts[one], one) < std::pair(-counts[other], other); });
    byCount.resize(std::min(byCount.size(), maxExact));
    const QSet<QRgb> exact(byCount.begin(), byCount.end());
    for (int step = 1; step < maxChannelDifference; step *= 2) {
        const auto rounded = [step](int value) { return std::min((value + step / 2) / step * step, 255); };
        QHash<QRgb, int> indexes;
        QImage result(image.size(), QImage::Format_Indexed8);
        for (int y = 0; y < image.height() && indexes.size() <= maxColors; ++y) {
            for (int x = 0; x < image.width() && indexes.size() <= maxColors; ++x) {
                const QRgb pixel = image.pixel(x, y);
                const QRgb color = exact.contains(pixel)
                                       ? pixel
                                       : qRgb(rounded(qRed(pixel)), rounded(qGreen(pixel)), rounded(qBlue(pixel)));
                const int index = indexes.value(color, static_cast<int>(indexes.size()));
                indexes.insert(color, index);
                result.scanLine(y)[x] = static_cast<uchar>(index);
            }
        }
        if (indexes.size() <= maxColors) {
            QList<QRgb> table(indexes.size());
            for (const auto &[color, index] : indexes.asKeyValueRange()) {
                table[index] = color;
            }
            result.setColorTable(table);
            return result;
        }
    }
    return image;
}

QString writeActual(const QImage &actual, const QString &name)
{
    const QString folder = QStringLiteral(DIFFERENCES);
    QDir().mkpath(folder);
    const QString file = folder + u'/' + name + QStringLiteral("-actual.png");
    actual.save(file);
    return file;
}

} // namespace

QString differenceOf(const QImage &drawn, const QString &name)
{
    const QImage actual = drawn.convertToFormat(QImage::Format_RGB32);
    const QString file = sourcePath("/tests/data/pictures/") + name + QStringLiteral(".png");
    if (qEnvironmentVariableIsSet("STUDIO_UPDATE_PICTURES")) {
        QDir().mkpath(QFileInfo(file).path());
        constexpr int smallest = 0; // the file, not the quality
        return withFewColors(actual).save(file, "PNG", smallest) ? QString() : QStringLiteral("cannot write ") + file;
    }
    const QImage expected = QImage(file).convertToFormat(QImage::Format_RGB32);
    if (expected.isNull()) {
        return QStringLiteral("there is no %1; drawn was %2").arg(file, writeActual(actual, name));
    }
    if (expected.size() != actual.size()) {
        return QStringLiteral("%1 has another size than %2").arg(writeActual(actual, name), file);
    }
    QImage difference = expected.convertToFormat(QImage::Format_Grayscale8).convertToFormat(QImage::Format_RGB32);
    int count = 0;
    QRect place;
    for (int y = 0; y < actual.height(); ++y) {
        for (int x = 0; x < actual.width(); ++x) {
            if (differs(expected.pixel(x, y), actual.pixel(x, y))) {
                ++count;
                place |= QRect(x, y, 1, 1);
                difference.setPixel(x, y, qRgb(255, 0, 0));
            }
        }
    }
    if (count == 0) {
        return {};
    }
    const QString written = writeActual(actual, name);
    const QString marked = QString(written).replace(QLatin1String("-actual"), QLatin1String("-difference"));
    difference.save(marked);
    return QStringLiteral("%1 pixels differ, in %2×%3 at %4,%5: see %6")
        .arg(count)
        .arg(place.width())
        .arg(place.height())
        .arg(place.x())
        .arg(place.y())
        .arg(marked);
}

} // namespace studio::test
