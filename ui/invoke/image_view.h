// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/image_reader.h"

#include <QWidget>

class QAction;
class QLabel;

namespace studio {

class EmptyState;

/// An image from an answer, never larger than its place, with what it is below it; or why it cannot be shown, and the
/// way to its bytes. Main thread.
class ImageView : public QWidget
{
    Q_OBJECT

public:
    explicit ImageView(QWidget *parent = nullptr);

    void setImage(const DecodedImage &image, qint64 bytes);
    void clear();
    [[nodiscard]] const DecodedImage &image() const { return m_image; }
    [[nodiscard]] QRect imageRect() const; ///< where it is drawn

Q_SIGNALS:
    void bytesRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    DecodedImage m_image;
    EmptyState *m_problem;
    QAction *m_asHex;
    QLabel *m_caption;
};

} // namespace studio
