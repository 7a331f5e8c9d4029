// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/image_view.h"

#include "core/base/display.h"
#include "ui/common/empty_state.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int imagePadding = 8;
constexpr int checkSize = 8; // of the ground under what is transparent

} // namespace

ImageView::ImageView(QWidget *parent)
    : QWidget(parent)
    , m_problem(new EmptyState(QStringLiteral("dialog-warning"), tr("The image cannot be shown"), {}))
    , m_asHex(new QAction(tr("Show as hex"), this))
    , m_caption(new QLabel)
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setAccessibleName(tr("Image in the response body"));
    m_problem->setAction(m_asHex);
    m_problem->hide();
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    m_caption->setAlignment(Qt::AlignCenter);
    m_caption->setContentsMargins(imagePadding, 0, imagePadding, imagePadding);
    m_caption->setWordWrap(true);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_problem, 1);
    column->addStretch(1);
    column->addWidget(m_caption);
    connect(m_asHex, &QAction::triggered, this, &ImageView::bytesRequested);
}

void ImageView::setImage(const DecodedImage &image, qint64 bytes)
{
    m_image = image;
    const bool isShown = !image.image.isNull();
    const QLocale locale;
    m_problem->setText(image.problem);
    m_problem->setVisible(!isShown);
    m_caption->setText(isShown ? tr("%1 · %2 × %3 pixels · %4")
                                     .arg(image.format, locale.toString(image.size.width()),
                                          locale.toString(image.size.height()), sizeText(bytes))
                               : sizeText(bytes));
    setAccessibleDescription(m_caption->text());
    update();
}

void ImageView::clear()
{
    m_image = {};
    m_problem->hide();
    m_caption->clear();
    update();
}

QRect ImageView::imageRect() const
{
    const QRect room = rect().adjusted(imagePadding, imagePadding, -imagePadding, -imagePadding - m_caption->height());
    QSize size = m_image.size;
    if (size.width() > room.width() || size.height() > room.height()) {
        size = size.scaled(room.size(), Qt::KeepAspectRatio).expandedTo({1, 1});
    }
    QRect place({}, size);
    place.moveCenter(room.center());
    return place;
}

void ImageView::paintEvent(QPaintEvent *)
{
    if (m_image.image.isNull()) {
        return;
    }
    QPainter painter(this);
    const QRect place = imageRect();
    if (m_image.image.hasAlphaChannel()) {
        QPixmap checks(2 * checkSize, 2 * checkSize);
        const Theme &theme = Theme::current();
        checks.fill(theme.surface);
        QPainter ground(&checks);
        ground.fillRect(0, 0, checkSize, checkSize, theme.window);
        ground.fillRect(checkSize, checkSize, checkSize, checkSize, theme.window);
        ground.end();
        painter.drawTiledPixmap(place, checks);
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(place, m_image.image);
    painter.setPen(Theme::current().border);
    painter.drawRect(place.adjusted(-1, -1, 0, 0));
}

} // namespace studio
