// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace studio {

namespace {

/// Draws one of the program's SVG files in the colours of the current theme.
class SvgIcon final : public QIconEngine
{
public:
    SvgIcon(QString name, QColor Theme::*color) : m_name(std::move(name)), m_color(color) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal scale = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * scale, mode, state, scale));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    /// The size is in device pixels.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        const QColor color = Theme::current().*m_color;
        const QString key = QStringLiteral("studio-icon/%1/%2x%3@%4/%5/%6")
                                .arg(m_name)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(scale)
                                .arg(mode)
                                .arg(color.name());
        QPixmap drawn;
        if (QPixmapCache::find(key, &drawn)) {
            return drawn;
        }
        QImage image(size, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setOpacity(mode == QIcon::Disabled ? 0.4 : 1);
        QSvgRenderer svg(source(size.height() / scale, color));
        svg.setAspectRatioMode(Qt::KeepAspectRatio);
        svg.render(&painter, QRectF(QPointF(), QSizeF(size)));
        painter.end();
        drawn = QPixmap::fromImage(std::move(image));
        drawn.setDevicePixelRatio(scale);
        QPixmapCache::insert(key, drawn);
        return drawn;
    }

    QIconEngine *clone() const override { return new SvgIcon(m_name, m_color); }
    QString iconName() override { return m_name; }

private:
    /// The file drawn for that size, its text colour replaced as Breeze's own loader does.
    [[nodiscard]] QByteArray source(qreal height, const QColor &color) const
    {
        QFile file(QStringLiteral(":/icons/%1/%2.svg").arg(height < 22 ? 16 : 22).arg(m_name));
        // plain read: a resource of the program
        if (!file.open(QIODevice::ReadOnly)) {
            return {};
        }
        return file.readAll().replace("#232629", color.name().toLatin1());
    }

    QString m_name;
    QColor Theme::*m_color; ///< looked up at each drawing, so that it follows the theme
};

} // namespace

QIcon icon(const QString &name, QColor Theme::*color)
{
    return QFile::exists(QStringLiteral(":/icons/16/%1.svg").arg(name)) ? QIcon(new SvgIcon(name, color)) : QIcon();
}

QIcon icon(const char *name, QColor Theme::*color)
{
    return icon(QString::fromLatin1(name), color);
}

} // namespace studio
