// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace studio {

namespace {

/// Whether it points along the line of text, and so the other way where that runs from right to left.
bool isDirected(const QString &name)
{
    static const QStringList directed{QStringLiteral("document-send"), QStringLiteral("edit-redo"),
                                      QStringLiteral("edit-undo"),     QStringLiteral("format-indent-more"),
                                      QStringLiteral("go-jump"),       QStringLiteral("go-next"),
                                      QStringLiteral("go-previous"),   QStringLiteral("mail-send")};
    return QGuiApplication::isRightToLeft() && directed.contains(name);
}

/// Draws one of the program's SVG files in the colours of the current theme.
class SvgIcon final : public QIconEngine
{
public:
    SvgIcon(QString name, QColor Theme::*color) : m_name(std::move(name)), m_color(color) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal scale = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, scaledPixmap(rect.size(), mode, state, scale));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    /// The size is in logical pixels: since Qt 6.8, which QIcon::pixmap() asks in.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        const QColor color = Theme::current().*m_color;
        const bool isMirrored = isDirected(m_name);
        const QString key = QStringLiteral("studio-icon/%1/%2x%3@%4/%5/%6/%7")
                                .arg(m_name)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(scale)
                                .arg(mode)
                                .arg(color.name())
                                .arg(isMirrored);
        QPixmap drawn;
        if (QPixmapCache::find(key, &drawn)) {
            return drawn;
        }
        QImage image((QSizeF(size) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setOpacity(mode == QIcon::Disabled ? 0.4 : 1);
        QSvgRenderer svg(source(size.height(), color));
        svg.setAspectRatioMode(Qt::KeepAspectRatio);
        svg.render(&painter, QRectF(image.rect()));
        painter.end();
        drawn = QPixmap::fromImage(isMirrored ? image.mirrored(true, false) : std::move(image));
        drawn.setDevicePixelRatio(scale);
        QPixmapCache::insert(key, drawn);
        return drawn;
    }

    QIconEngine *clone() const override { return new SvgIcon(m_name, m_color); }
    QString iconName() override { return m_name; }

private:
    /// The file drawn for that size, its text colour replaced as Breeze's own loader does.
    [[nodiscard]] QByteArray source(int height, const QColor &color) const
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
