"""What the renderer can paint: cats, other animals, plants, things, and the places they are in."""
