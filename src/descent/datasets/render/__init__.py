"""A small renderer: shapes by signed distance, painted on a canvas of NumPy arrays.

``dice`` and ``noise`` give the chance, ``colours`` the palette, ``shapes`` the outlines, ``canvas`` the brush and
``lens`` the camera. Every picture is a pure function of its seed.
"""
