"""What all pages share: the layout, the stylesheet, how days and sums are written, the API's documentation page."""
